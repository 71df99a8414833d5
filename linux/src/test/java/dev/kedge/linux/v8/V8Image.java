package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ProcessMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Memory of a process with a small heap of V8 in it, as one of its releases lays it out. */
final class V8Image {
  static final int BASE = 0x200000;
  static final int SIZE = 0x10000;
  static final int CODE_SPACE = 0x8000;

  /** Layouts that differ in what tests touch. */
  enum Release {
    NODE_18,
    NODE_20,
    NODE_24
  }

  final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<V8Constant, Integer> values = new EnumMap<>(V8Constant.class);
  private final Map<Integer, Long> maps = new HashMap<>();
  private final Map<String, Long> variables = new HashMap<>();
  private final Release release;
  private int end = 0x400;
  private int codeEnd = CODE_SPACE;

  V8Image(Release release) {
    this.release = release;
    for (V8Constant constant : V8Constant.values()) {
      value(constant).ifPresent(value -> tell(constant, value));
    }
  }

  private OptionalInt value(V8Constant constant) {
    boolean old = release == Release.NODE_18;
    boolean newest = release == Release.NODE_24;
    int none = Integer.MIN_VALUE;
    int value =
        switch (constant) {
          case TAGGED_SIZE -> 8;
          case SMI_SHIFT -> 31;
          case FIRST_NO_TEXT -> 128;
          case CONTEXT -> -8;
          case FUNCTION -> -16;
          case BYTECODE -> -32;
          case FUNCTION_SHARED -> newest ? 32 : 24;
          case SHARED_DATA -> newest ? none : 8;
          case SHARED_NAME -> newest ? 24 : 16;
          case SHARED_SCRIPT -> newest ? 40 : 32;
          case SCRIPT_NAME -> 16;
          case SCRIPT_SOURCE -> 8;
          case SCOPE_FIRST_SLOT -> newest ? 5 : 3;
          case CODE_DEOPTIMIZATION -> release == Release.NODE_20 ? 16 : none;
          case CODE_POSITIONS -> release == Release.NODE_20 ? 24 : none;
          case CODE_SIZE -> old ? 40 : release == Release.NODE_20 ? none : 56;
          case CODE_FLAGS -> release == Release.NODE_20 ? none : newest ? 52 : 48;
          case STREAM_HEADER -> old ? 128 : newest ? 32 : 16;
          case TYPE_STREAM -> old ? none : 192;
          case TYPE_SHARED_WRAPPER -> newest ? 195 : none;
          case TYPE_FIRST_FUNCTION -> newest ? 2065 : none;
          case TYPE_LAST_FUNCTION -> newest ? 2081 : none;
          case TYPE_FUNCTION -> 2065;
          default -> 200 + number(constant);
        };
    return value == none ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** Has the build tell a constant. */
  void tell(V8Constant constant, int value) {
    int at = 8 * number(constant);
    bytes.putInt(at, value);
    variables.put(constant.symbols().getLast(), (long) BASE + at);
    values.put(constant, value);
  }

  private static int number(V8Constant constant) {
    return List.of(V8Constant.values()).indexOf(constant);
  }

  Map<String, Long> variables() {
    return variables;
  }

  ProcessMemory memory() {
    return new ProcessMemory(this::read);
  }

  V8Layout layout() {
    return V8Layout.of(memory(), variables);
  }

  private long read(long address, MemorySegment into) {
    long at = address - BASE;
    if (at < 0 || at + into.byteSize() > SIZE) {
      return -14;
    }
    MemorySegment.copy(bytes.array(), (int) at, into, ValueLayout.JAVA_BYTE, 0, 4096);
    return into.byteSize();
  }

  static long small(int value) {
    return (long) value << 32;
  }

  int type(V8Constant type) {
    return Objects.requireNonNull(values.get(type));
  }

  /** An object: its map, then words. */
  long object(int type, long... words) {
    long map = map(type);
    long object = allocate(8 + 8 * words.length);
    put(object, 0, map);
    for (int i = 0; i < words.length; i++) {
      put(object, 8 + 8 * i, words[i]);
    }
    return object;
  }

  private long allocate(int size) {
    int at = end;
    end += (size + 15) & -16;
    return (long) BASE + at + 1;
  }

  /** The map of a type, of which there is one. */
  long map(int type) {
    Long known = maps.get(type);
    if (known != null) {
      return known;
    }
    long map = allocate(16);
    maps.put(type, map);
    put(map, 0, type == type(V8Constant.TYPE_MAP) ? map : map(type(V8Constant.TYPE_MAP)));
    bytes.putShort((int) (map - 1 - BASE) + 12, (short) type);
    return map;
  }

  void put(long object, int offset, long word) {
    bytes.putLong((int) (object - 1 - BASE) + offset, word);
  }

  void putInt(long object, int offset, int value) {
    bytes.putInt((int) (object - 1 - BASE) + offset, value);
  }

  private long string(int type, int length, long... words) {
    long string = object(type, 0);
    for (int i = 0; i < words.length; i++) {
      allocate(8);
    }
    for (int i = 0; i < words.length; i++) {
      put(string, 16 + 8 * i, words[i]);
    }
    putInt(string, 12, length);
    return string;
  }

  /** Characters of one byte each, or of two. */
  long text(String text, boolean wide) {
    byte[] chars = text.getBytes(wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
    long string = object(wide ? 32 : 40, new long[1 + (chars.length + 7) / 8]);
    putInt(string, 12, text.length());
    bytes.put((int) (string - 1 - BASE) + 16, chars);
    return string;
  }

  long text(String text) {
    return text(text, false);
  }

  long joined(int length, long first, long second) {
    return string(41, length, first, second);
  }

  long sliced(int length, long parent, int offset) {
    return string(43, length, parent, small(offset));
  }

  long thin(int length, long actual) {
    return string(45, length, actual);
  }

  long external(int length, long characters) {
    return string(42, length, 0, characters);
  }

  long script(String name, String source) {
    return object(type(V8Constant.TYPE_SCRIPT), text(source), text(name));
  }

  /** A scope with local variables, a name of its function and one that was inferred. */
  long scope(String name, String inferred, int locals, int position) {
    boolean inFront = release == Release.NODE_24;
    int flags = (name.isEmpty() ? 0 : 1 << 12) | (inferred.isEmpty() ? 0 : 1 << 14) | 0x1c2;
    long[] words = new long[5 + 2 * locals + 6];
    int at = 0;
    words[at++] = inFront ? flags : small(flags);
    words[at++] = 0;
    words[at++] = small(locals);
    if (inFront) {
      words[at++] = small(position);
      words[at++] = small(position + 10);
    }
    at += locals < 75 ? 2 * locals : locals + 1;
    if (!name.isEmpty()) {
      words[at] = text(name);
      at += 2;
    }
    if (!inferred.isEmpty()) {
      words[at++] = text(inferred);
    }
    if (!inFront) {
      words[at++] = small(position);
      words[at] = small(position + 10);
    }
    return object(type(V8Constant.TYPE_SCOPE), words);
  }

  long shared(long nameOrScope, long script, long data) {
    long shared = object(type(V8Constant.TYPE_SHARED), new long[6]);
    put(shared, 8, data);
    put(shared, type(V8Constant.SHARED_NAME), nameOrScope);
    put(shared, type(V8Constant.SHARED_SCRIPT), script);
    return shared;
  }

  long bytecode() {
    return object(type(V8Constant.TYPE_BYTECODE), 0, 0);
  }

  long closure(long shared) {
    long closure = object(type(V8Constant.TYPE_FUNCTION), new long[6]);
    put(closure, type(V8Constant.FUNCTION_SHARED), shared);
    return closure;
  }

  /** A feedback vector: numbers, then its function. */
  long vector(long shared) {
    return object(153, 0x0000_0007_0000_0005L, 0x0001_0001_0001_0001L, shared, 0, 0, 0);
  }

  long array(int type, long... elements) {
    long[] words = new long[1 + elements.length];
    words[0] = small(elements.length);
    System.arraycopy(elements, 0, words, 1, elements.length);
    return object(type, words);
  }

  long byteArray(byte... content) {
    long array = object(150, new long[1 + (content.length + 7) / 8]);
    put(array, 8, small(content.length));
    bytes.put((int) (array - 1 - BASE) + 16, content);
    return array;
  }

  /** A description of code; with what it has for deoptimisation and its table of places. */
  private long describe(long at, long data, long positions, int size, int flags) {
    boolean first = release == Release.NODE_24;
    put(at, first ? 8 : 16, data);
    put(at, first ? 16 : 24, positions);
    putInt(at, values.getOrDefault(V8Constant.CODE_SIZE, 56), size);
    putInt(at, values.getOrDefault(V8Constant.CODE_FLAGS, 48), flags);
    return at;
  }

  /** Code; the address of its first instruction. */
  long code(long data, long positions, int size, int flags) {
    long stream = (long) BASE + codeEnd + 1;
    int header = type(V8Constant.STREAM_HEADER);
    codeEnd += (header + size + 15) & -16;
    if (release == Release.NODE_18) {
      put(stream, 0, map(type(V8Constant.TYPE_CODE)));
      describe(stream, data, positions, size, flags);
    } else {
      put(stream, 0, map(type(V8Constant.TYPE_STREAM)));
      put(
          stream,
          8,
          describe(object(type(V8Constant.TYPE_CODE), new long[10]), data, positions, size, flags));
    }
    return stream - 1 + header;
  }

  /** Optimised code of a function that has others inlined, told as pairs (caller, function). */
  long optimised(long shared, long[] others, int[][] inlinings, byte[] positions, int size) {
    ByteBuffer records = ByteBuffer.allocate(16 * inlinings.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < inlinings.length; i++) {
      records.putLong(16 * i, (long) (inlinings[i][0] + 1) << 31);
      records.putInt(16 * i + 8, inlinings[i][1]);
    }
    long literals = array(151, others);
    long inlined = byteArray(records.array());
    long data =
        release == Release.NODE_24
            ? array(152, 0, 0, array(151), literals, 0, 0, 0, object(195, shared), inlined, 0, 0, 0)
            : array(152, 0, 0, literals, 0, 0, 0, shared, inlined, 0, 0, 0, 0);
    return code(data, byteArray(positions), size, 12);
  }
}
