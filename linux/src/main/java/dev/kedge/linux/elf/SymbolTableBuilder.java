package dev.kedge.linux.elf;

import java.util.Arrays;

/**
 * Collects functions and packs them by file offset. Of several names for one place the best known
 * is kept: global before weak before local, then one with a size before one without, then the one
 * that came first.
 */
final class SymbolTableBuilder {
  /** Bits of a sort key for the index of a symbol; the others hold its file offset. */
  private static final int INDEX_BITS = 23;

  static final int MAX_SYMBOLS = 1 << INDEX_BITS;

  /** The largest file offset a sort key holds, 1 TiB. */
  static final long MAX_OFFSET = 1L << (63 - INDEX_BITS);

  /** Longer names, as Rust and C++ templates make them, are cut. */
  static final int MAX_NAME_BYTES = 1024;

  private static final long MAX_ALL_NAMES = 512L << 20;

  private final ElfImage image;
  private long[] keys = new long[1024];
  private long[] sizes = new long[1024];
  private long[] names = new long[1024];
  private byte[] ranks = new byte[1024];
  private long[] limits = new long[1024];
  private int count;
  private boolean full;

  SymbolTableBuilder(ElfImage image) {
    this.image = image;
  }

  /**
   * Adds a function.
   *
   * @param fileOffset where its code begins
   * @param size bytes of code, 0 when unknown
   * @param limit end of the code it can belong to at most, as a file offset
   * @param nameAt where its name is in the image
   * @param rank the higher the better known the name
   */
  void add(long fileOffset, long size, long limit, long nameAt, int rank) {
    if (count == MAX_SYMBOLS || fileOffset < 0 || fileOffset >= MAX_OFFSET) {
      full = true;
      return;
    }
    if (count == keys.length) {
      grow();
    }
    keys[count] = fileOffset << INDEX_BITS | count;
    sizes[count] = size;
    limits[count] = limit;
    names[count] = nameAt;
    ranks[count] = (byte) (2 * rank + (size > 0 ? 1 : 0));
    count++;
  }

  private void grow() {
    int room = 2 * count;
    keys = Arrays.copyOf(keys, room);
    sizes = Arrays.copyOf(sizes, room);
    limits = Arrays.copyOf(limits, room);
    names = Arrays.copyOf(names, room);
    ranks = Arrays.copyOf(ranks, room);
  }

  /** Whether symbols were left out because there were too many. */
  boolean full() {
    return full;
  }

  int count() {
    return count;
  }

  SymbolTable build() {
    long[] sorted = Arrays.copyOf(keys, count);
    Arrays.sort(sorted);
    int kept = keepBest(sorted);
    long[] starts = new long[kept];
    int[] lengths = new int[kept];
    int[] nameEnds = new int[kept + 1];
    byte[] text = new byte[Math.max(64, 16 * kept)];
    int end = 0;
    int out = 0;
    for (int i = 0; i < kept; i++) {
      int symbol = index(sorted[i]);
      long start = start(sorted[i]);
      long next = i + 1 < kept ? start(sorted[i + 1]) : Long.MAX_VALUE;
      long size = size(symbol, start, next);
      int length = image.textLength(names[symbol], MAX_NAME_BYTES);
      if (size <= 0 || (long) end + length > MAX_ALL_NAMES) {
        continue;
      }
      if (end + length > text.length) {
        text = Arrays.copyOf(text, Math.max(end + length, text.length + text.length / 2));
      }
      image.copy(names[symbol], text, end, length);
      end += length;
      starts[out] = start;
      lengths[out] = (int) Math.min(size, Integer.MAX_VALUE);
      nameEnds[++out] = end;
    }
    return new SymbolTable(
        Arrays.copyOf(starts, out),
        Arrays.copyOf(lengths, out),
        Arrays.copyOf(nameEnds, out + 1),
        Arrays.copyOf(text, end));
  }

  /** A symbol without size reaches to the next one or the end of its section. */
  private long size(int symbol, long start, long next) {
    long limit = limits[symbol] - start;
    return sizes[symbol] > 0 ? Math.min(sizes[symbol], limit) : Math.min(next - start, limit);
  }

  /** Leaves one key for each start, the best known, at the beginning of the array. */
  private int keepBest(long[] sorted) {
    int kept = 0;
    for (long key : sorted) {
      if (kept > 0 && start(sorted[kept - 1]) == start(key)) {
        if (ranks[index(key)] > ranks[index(sorted[kept - 1])]) {
          sorted[kept - 1] = key;
        }
      } else {
        sorted[kept++] = key;
      }
    }
    return kept;
  }

  private static long start(long key) {
    return key >>> INDEX_BITS;
  }

  private static int index(long key) {
    return (int) key & (MAX_SYMBOLS - 1);
  }
}
