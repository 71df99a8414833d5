package dev.kedge.linux.hotspot;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.nio.charset.StandardCharsets;

/** Names of methods by their {@code Method}: class and name from the constant pool. */
final class MethodNames {
  private static final int MAX_SYMBOL = 1_024;

  private final ProcessMemory memory;
  private final VmField constMethod;
  private final VmField constants;
  private final VmField nameIndex;
  private final VmField holder;
  private final VmField klassName;
  private final VmField symbolLength;
  private final VmField symbolBody;
  private final VmField poolLength;
  private final int poolHeader;

  MethodNames(VmStructs structs, ProcessMemory memory) {
    this.memory = memory;
    constMethod = structs.field("Method::_constMethod");
    constants = structs.field("ConstMethod::_constants");
    nameIndex = structs.field("ConstMethod::_name_index");
    holder = structs.field("ConstantPool::_pool_holder");
    klassName = structs.field("Klass::_name");
    symbolLength = structs.field("Symbol::_length");
    symbolBody = structs.field("Symbol::_body");
    poolLength = structs.field("ConstantPool::_length");
    poolHeader = structs.size("ConstantPool");
  }

  /**
   * {@code package.Class.method}.
   *
   * @throws ForeignMemoryException when there is no method there (any more)
   */
  String name(long method) {
    long fixed = constMethod.pointer(memory, method);
    long pool = constants.pointer(memory, fixed);
    long index = nameIndex.number(memory, fixed);
    if (index <= 0 || index >= poolLength.number(memory, pool)) {
      throw new ForeignMemoryException("an index of a name of " + index, fixed);
    }
    String name = symbol(memory.i64(pool + poolHeader + 8 * index));
    String type = symbol(klassName.pointer(memory, holder.pointer(memory, pool)));
    return type.replace('/', '.') + "." + name;
  }

  private String symbol(long symbol) {
    long length = symbolLength.number(memory, symbol);
    if (length <= 0 || length > MAX_SYMBOL) {
      throw new ForeignMemoryException("a symbol of %d bytes".formatted(length), symbol);
    }
    byte[] bytes = memory.bytes(symbol + symbolBody.place(), (int) length);
    for (byte b : bytes) {
      if (b >= 0 && b < ' ') {
        throw new ForeignMemoryException("a symbol with control characters", symbol);
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
