package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import org.agrona.collections.Long2LongHashMap;

/**
 * Objects of V8 in another process. A pointer to one has the lowest bit set ("tagged"); small
 * numbers have it clear and their value in the upper half; the first word of an object points to
 * its map, which tells its type (src/objects/ and include/v8-internal.h in V8's tree).
 *
 * <p>Objects move when garbage is collected, so a pointer that was good once may lead anywhere:
 * what is read counts only where its type is the one it should be. One thread at a time.
 */
final class V8Heap {
  private static final int MAX_MAPS = 2_048;
  private static final int MAP_TYPE = 12;
  private static final int WORD = 8;
  private static final long TAGS = 3;
  private static final long STRONG = 1;
  private static final long WEAK = 3;

  private final ProcessMemory memory;
  private final V8Layout layout;

  /** Types by the maps that were seen to be maps. */
  private final Long2LongHashMap types = new Long2LongHashMap(-1);

  V8Heap(ProcessMemory memory, V8Layout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  ProcessMemory memory() {
    return memory;
  }

  V8Layout layout() {
    return layout;
  }

  /** Whether a word may be a pointer to an object. */
  static boolean mayBeObject(long word) {
    return (word & TAGS) == STRONG && word >>> 47 == 0 && word > 1 << 16;
  }

  /** Forgets which maps there are: they may have moved. */
  void forgetTypes() {
    types.clear();
  }

  /**
   * The type of an object; minus one for what is none.
   *
   * @throws ForeignMemoryException when it cannot be read
   */
  int type(long object) {
    return mayBeObject(object) ? typeOfMap(memory.i64(object - 1)) : -1;
  }

  /** The type a map gives to objects; minus one for what is no map. */
  int typeOfMap(long map) {
    if (!mayBeObject(map)) {
      return -1;
    }
    long known = types.get(map);
    if (known >= 0) {
      return (int) known;
    }
    long itself = memory.i64(map - 1);
    if (!mayBeObject(itself)
        || memory.u16(itself - 1 + MAP_TYPE) != layout.get(V8Constant.TYPE_MAP)) {
      return -1;
    }
    int type = memory.u16(map - 1 + MAP_TYPE);
    if (types.size() >= MAX_MAPS) {
      types.clear();
    }
    types.put(map, type);
    return type;
  }

  boolean is(long object, V8Constant type) {
    return type(object) == layout.get(type) && layout.has(type);
  }

  boolean isText(long object) {
    int type = type(object);
    return type >= 0 && type < layout.get(V8Constant.FIRST_NO_TEXT);
  }

  /** A word of an object. */
  long word(long object, int offset) {
    return memory.i64(object - 1 + offset);
  }

  /** A field, whose place the build tells. */
  long field(long object, V8Constant offset) {
    return word(object, layout.get(offset));
  }

  /**
   * Where the collector has moved an object to, as the old place tells until it is used again; the
   * object itself where it was not moved.
   */
  long moved(long object) {
    long first = memory.i64(object - 1);
    return (first & TAGS) == 0 && mayBeObject(first + 1) ? first + 1 : object;
  }

  /** What a word that may be a weak pointer points to. */
  static long strong(long word) {
    return (word & TAGS) == WEAK ? word - 2 : word;
  }

  /** Whether a word is a small number. */
  static boolean isSmall(long word) {
    return (word & 0xffff_ffffL) == 0;
  }

  /** The value of a small number. */
  static int small(long word) {
    return (int) (word >>> 32);
  }

  /** How many elements an array has; minus one where that is no number. */
  int length(long array) {
    long length = word(array, WORD);
    return isSmall(length) ? small(length) : -1;
  }

  /** An element of an array of pointers. */
  long element(long array, int index) {
    return word(array, 2 * WORD + WORD * index);
  }

  /** Bytes of an array of bytes. */
  byte[] bytes(long array, int limit) {
    int length = length(array);
    if (length < 0 || length > limit) {
      throw new ForeignMemoryException("an array of %d bytes".formatted(length), array);
    }
    return memory.bytes(array - 1 + 2 * WORD, length);
  }
}
