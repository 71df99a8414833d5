package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** How one build of V8 lays its objects out. Immutable. */
final class V8Layout {
  private static final int WORD = 8;

  /** Of tags of numbers in 64 bits without compressed pointers: the value is the upper half. */
  private static final int SMI_SHIFT = 31;

  private final EnumMap<V8Constant, Integer> values = new EnumMap<>(V8Constant.class);

  private V8Layout() {}

  /** Variables whose addresses {@link #of} needs. */
  static Set<String> exported() {
    return Arrays.stream(V8Constant.values())
        .flatMap(constant -> constant.symbols().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The layout of a running V8.
   *
   * @throws ForeignMemoryException when it does not tell, or has compressed pointers
   */
  static V8Layout of(ProcessMemory memory, Map<String, Long> variables) {
    V8Layout layout = new V8Layout();
    for (V8Constant constant : V8Constant.values()) {
      layout.set(constant, value(memory, variables, constant));
    }
    layout.correct();
    if (layout.get(V8Constant.TAGGED_SIZE) != WORD
        || layout.get(V8Constant.SMI_SHIFT) != SMI_SHIFT) {
      throw new ForeignMemoryException("V8 with compressed pointers is not known,", 0);
    }
    return layout;
  }

  private static int value(ProcessMemory memory, Map<String, Long> at, V8Constant constant) {
    for (String symbol : constant.symbols()) {
      Long address = at.get(symbol);
      if (address != null) {
        return memory.i32(address);
      }
    }
    OptionalInt otherwise = constant.otherwise();
    return otherwise.orElseThrow(() ->
        new ForeignMemoryException("V8 does not tell " + constant.symbols().getFirst() + ",", 0));
  }

  /** What builds that name other fields of code have in their place. */
  private void correct() {
    if (!has(V8Constant.CODE_DEOPTIMIZATION)) {
      // The relocations, which came first, are a part of the instructions since V8 12.
      boolean relocationsFirst = !has(V8Constant.TYPE_STREAM);
      set(V8Constant.CODE_DEOPTIMIZATION, relocationsFirst ? 2 * WORD : WORD);
      set(V8Constant.CODE_POSITIONS, relocationsFirst ? 3 * WORD : 2 * WORD);
    }
  }

  private void set(V8Constant constant, int value) {
    values.put(constant, value);
  }

  boolean has(V8Constant constant) {
    return get(constant) >= 0;
  }

  int get(V8Constant constant) {
    return values.getOrDefault(constant, -1);
  }

  /** Whether code begins with a stream of instructions that points to its description. */
  boolean streams() {
    return has(V8Constant.TYPE_STREAM);
  }

  /** Type of the objects that hold instructions. */
  int streamType() {
    return get(streams() ? V8Constant.TYPE_STREAM : V8Constant.TYPE_CODE);
  }

  /** Whether a type is one of functions, of which there are several. */
  boolean isFunction(int type) {
    return has(V8Constant.TYPE_FIRST_FUNCTION)
        ? type >= get(V8Constant.TYPE_FIRST_FUNCTION) && type <= get(V8Constant.TYPE_LAST_FUNCTION)
        : type == get(V8Constant.TYPE_FUNCTION);
  }
}
