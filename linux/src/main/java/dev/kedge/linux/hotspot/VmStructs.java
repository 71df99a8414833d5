package dev.kedge.linux.hotspot;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where HotSpot keeps which field, as it tells itself: the tables {@code gHotSpotVMStructs} and
 * {@code gHotSpotVMTypes} name each field with its type and offset, or its address where it is
 * static. So nothing here depends on the version of the JDK but the names.
 */
final class VmStructs {
  private static final String FIELDS = "gHotSpotVMStructs";
  private static final String TYPES = "gHotSpotVMTypes";
  private static final int MAX_ENTRIES = 8_192;
  private static final int MAX_STRIDE = 256;
  private static final int MAX_NAME = 96;

  /**
   * Types whose fields are of use: HotSpot tells of thousands, and there may be hundreds of JVMs.
   */
  private static final Set<String> TYPES_READ =
      Set.of(
          "Abstract_VM_Version",
          "CodeBlob",
          "CodeCache",
          "CodeHeap",
          "CompiledMethod",
          "ConstMethod",
          "ConstantPool",
          "ContinuationEntry",
          "GrowableArray<int>",
          "GrowableArrayBase",
          "HeapBlock",
          "HeapBlock::Header",
          "Klass",
          "Method",
          "PcDesc",
          "StubRoutines",
          "Symbol",
          "VirtualSpace",
          "nmethod");

  /** The exported variables that must be found in the file first. */
  static final Set<String> EXPORTED =
      Set.of(
          FIELDS,
          TYPES,
          "gHotSpotVMStructEntryArrayStride",
          "gHotSpotVMStructEntryTypeNameOffset",
          "gHotSpotVMStructEntryFieldNameOffset",
          "gHotSpotVMStructEntryTypeStringOffset",
          "gHotSpotVMStructEntryIsStaticOffset",
          "gHotSpotVMStructEntryOffsetOffset",
          "gHotSpotVMStructEntryAddressOffset",
          "gHotSpotVMTypeEntryArrayStride",
          "gHotSpotVMTypeEntryTypeNameOffset",
          "gHotSpotVMTypeEntrySizeOffset");

  private final Map<String, VmField> fields = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();

  private VmStructs() {}

  /**
   * Reads the tables.
   *
   * @param memory of the process
   * @param variables addresses of {@link #EXPORTED} in it
   * @throws ForeignMemoryException when they are not what they should be
   */
  static VmStructs read(ProcessMemory memory, Map<String, Long> variables) {
    VmStructs structs = new VmStructs();
    structs.readFields(memory, variables);
    structs.readSizes(memory, variables);
    return structs;
  }

  private void readFields(ProcessMemory memory, Map<String, Long> variables) {
    long typeAt = column(memory, variables, "TypeName");
    long nameAt = column(memory, variables, "FieldName");
    long textAt = column(memory, variables, "TypeString");
    long staticAt = column(memory, variables, "IsStatic");
    long offsetAt = column(memory, variables, "Offset");
    long addressAt = column(memory, variables, "Address");
    long stride = value(memory, variables, "gHotSpotVMStructEntryArrayStride");
    long entry = memory.i64(address(variables, FIELDS));
    for (int i = 0; i < MAX_ENTRIES; i++, entry += stride) {
      long type = memory.i64(entry + typeAt);
      if (type == 0) {
        return;
      }
      long name = memory.i64(entry + nameAt);
      long text = memory.i64(entry + textAt);
      boolean isStatic = memory.i32(entry + staticAt) != 0;
      long place = memory.i64(entry + (isStatic ? addressAt : offsetAt));
      String owner = memory.text(type, MAX_NAME);
      if (name != 0 && TYPES_READ.contains(owner)) {
        fields.putIfAbsent(
            owner + "::" + memory.text(name, MAX_NAME),
            new VmField(place, text == 0 ? "" : memory.text(text, MAX_NAME)));
      }
    }
  }

  private static long column(ProcessMemory memory, Map<String, Long> variables, String name) {
    return value(memory, variables, "gHotSpotVMStructEntry" + name + "Offset");
  }

  private void readSizes(ProcessMemory memory, Map<String, Long> variables) {
    long nameAt = value(memory, variables, "gHotSpotVMTypeEntryTypeNameOffset");
    long sizeAt = value(memory, variables, "gHotSpotVMTypeEntrySizeOffset");
    long stride = value(memory, variables, "gHotSpotVMTypeEntryArrayStride");
    long entry = memory.i64(address(variables, TYPES));
    for (int i = 0; i < MAX_ENTRIES; i++, entry += stride) {
      long name = memory.i64(entry + nameAt);
      if (name == 0) {
        return;
      }
      String type = memory.text(name, MAX_NAME);
      if (TYPES_READ.contains(type)) {
        sizes.putIfAbsent(type, memory.i32(entry + sizeAt));
      }
    }
  }

  private static long address(Map<String, Long> variables, String name) {
    Long address = variables.get(name);
    if (address == null) {
      throw new ForeignMemoryException("libjvm.so does not export " + name + ", looked for", 0);
    }
    return address;
  }

  private static long value(ProcessMemory memory, Map<String, Long> variables, String name) {
    long at = address(variables, name);
    long value = memory.i64(at);
    if (value < 0 || value > MAX_STRIDE) {
      throw new ForeignMemoryException(name + " is " + value, at);
    }
    return value;
  }

  /** Whether there is such a field, as {@code Type::_field}. */
  boolean has(String field) {
    return fields.containsKey(field);
  }

  /**
   * The first of some fields that is there: names have changed between releases.
   *
   * @throws ForeignMemoryException when there is none
   */
  VmField field(String... names) {
    for (String name : names) {
      VmField field = fields.get(name);
      if (field != null) {
        return field;
      }
    }
    throw new ForeignMemoryException("HotSpot does not tell of " + names[0] + ", looked for", 0);
  }

  /** Bytes of a type; zero when it is unknown. */
  int size(String type) {
    return sizes.getOrDefault(type, 0);
  }
}
