package dev.kedge.linux.elf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where functions begin, how long they are and where their names are, outside the heap. */
final class SymbolColumns implements AutoCloseable {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  /** In a size: the name is that of another file's function this stub jumps to. */
  private static final int STUB = 1 << 31;

  private final Arena arena = Arena.ofShared();
  private final int size;
  private final MemorySegment starts;
  private final MemorySegment sizes;
  private final MemorySegment names;

  /** Room for so many functions, to be set all, ascending by start. */
  SymbolColumns(int size) {
    this.size = size;
    try {
      starts = arena.allocate(INT, size);
      sizes = arena.allocate(INT, size);
      names = arena.allocate(INT, size);
    } catch (RuntimeException | OutOfMemoryError e) {
      arena.close();
      throw e;
    }
  }

  void set(int index, long start, long length, int name, boolean stub) {
    starts.setAtIndex(INT, index, (int) start);
    sizes.setAtIndex(INT, index, (int) length | (stub ? STUB : 0));
    names.setAtIndex(INT, index, name);
  }

  int size() {
    return size;
  }

  long start(int index) {
    return Integer.toUnsignedLong(starts.getAtIndex(INT, index));
  }

  /** Bytes of code. */
  int length(int index) {
    return sizes.getAtIndex(INT, index) & ~STUB;
  }

  /** Offset of the name in its file. */
  long name(int index) {
    return Integer.toUnsignedLong(names.getAtIndex(INT, index));
  }

  boolean stub(int index) {
    return sizes.getAtIndex(INT, index) < 0;
  }

  /** The last function that begins at or before an offset, or minus one. */
  int lastAtOrBefore(long offset) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (start(middle) <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  @Override
  public void close() {
    arena.close();
  }
}
