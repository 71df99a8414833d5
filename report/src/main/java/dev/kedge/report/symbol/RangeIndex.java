package dev.kedge.report.symbol;

import java.util.Arrays;

/**
 * Ranges of code with a number each, found by address. Ranges of one number that follow each other
 * with no more than padding between them are one. Twenty bytes a range; immutable once built.
 */
final class RangeIndex {
  /** What linkers and assemblers put between functions. */
  private static final long PADDING = 64;

  /** How many ranges before an address are looked at: ranges may overlap. */
  private static final int MAX_OVERLAP = 16;

  /** Bits of a sort key for the place among the ranges; the others are for the address. */
  private static final int INDEX_BITS = 24;

  private static final long MAX_SPAN = 1L << (63 - INDEX_BITS);

  private final long[] lows;
  private final int[] lengths;
  private final long[] values;

  private RangeIndex(long[] lows, int[] lengths, long[] values) {
    this.lows = lows;
    this.lengths = lengths;
    this.values = values;
  }

  int size() {
    return lows.length;
  }

  /** Memory in the heap. */
  long bytes() {
    return 20L * lows.length + 64;
  }

  /** The place of the last range that begins at or before an address, to be tried first. */
  int last(long address) {
    int low = 0;
    int high = lows.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(lows[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The next range at or before a place that holds an address; -1 when there is none near. */
  int holding(long address, int from, int last) {
    for (int i = from; i >= 0 && i > last - MAX_OVERLAP; i--) {
      if (Long.compareUnsigned(address - lows[i], lengths[i]) < 0) {
        return i;
      }
    }
    return -1;
  }

  long value(int place) {
    return values[place];
  }

  /** Collects ranges. Those outside the given span of addresses are of code that is not there. */
  static final class Builder {
    private final long base;
    private final long span;
    private final int most;
    private long[] lows = new long[64];
    private int[] lengths = new int[64];
    private long[] values = new long[64];
    private int count;

    /**
     * Ranges of a file.
     *
     * @param base lowest address of code
     * @param span bytes up to the highest
     * @param most how many may be kept
     */
    Builder(long base, long span, int most) {
      this.base = base;
      this.span = Math.min(span, MAX_SPAN);
      this.most = Math.min(most, 1 << INDEX_BITS);
    }

    /** Adds a range; false when there is no room. */
    boolean add(long low, long high, long value) {
      long offset = low - base;
      long length = high - low;
      if (offset < 0 || offset >= span || length <= 0 || length > Integer.MAX_VALUE) {
        return true;
      }
      if (count > 0 && joins(count - 1, low, high, value)) {
        lengths[count - 1] = (int) (high - lows[count - 1]);
        return true;
      }
      if (count == most) {
        pack();
        if (count == most || count > most - most / 4) {
          return false;
        }
      }
      if (count == lows.length) {
        int room = Math.min(2 * count, most);
        lows = Arrays.copyOf(lows, room);
        lengths = Arrays.copyOf(lengths, room);
        values = Arrays.copyOf(values, room);
      }
      lows[count] = low;
      lengths[count] = (int) length;
      values[count++] = value;
      return true;
    }

    private boolean joins(int before, long low, long high, long value) {
      long end = lows[before] + lengths[before];
      return values[before] == value
          && low >= end
          && low - end < PADDING
          && high - lows[before] <= Integer.MAX_VALUE;
    }

    /** Sorts and joins. */
    private void pack() {
      long[] keys = new long[count];
      for (int i = 0; i < count; i++) {
        keys[i] = (lows[i] - base) << INDEX_BITS | i;
      }
      Arrays.sort(keys);
      long[] sortedLows = new long[count];
      int[] sortedLengths = new int[count];
      long[] sortedValues = new long[count];
      for (int i = 0; i < count; i++) {
        int from = (int) keys[i] & ((1 << INDEX_BITS) - 1);
        sortedLows[i] = lows[from];
        sortedLengths[i] = lengths[from];
        sortedValues[i] = values[from];
      }
      lows = sortedLows;
      lengths = sortedLengths;
      values = sortedValues;
      join();
    }

    private void join() {
      int kept = 0;
      for (int i = 0; i < count; i++) {
        long high = lows[i] + lengths[i];
        if (kept > 0 && joins(kept - 1, lows[i], high, values[i])) {
          lengths[kept - 1] = (int) (high - lows[kept - 1]);
        } else {
          lows[kept] = lows[i];
          lengths[kept] = lengths[i];
          values[kept++] = values[i];
        }
      }
      count = kept;
    }

    RangeIndex build() {
      pack();
      return new RangeIndex(
          Arrays.copyOf(lows, count), Arrays.copyOf(lengths, count), Arrays.copyOf(values, count));
    }
  }
}
