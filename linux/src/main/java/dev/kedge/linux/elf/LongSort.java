package dev.kedge.linux.elf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Sorts numbers outside the heap: pieces in a small array, then merged pairwise. */
public final class LongSort {
  private static final int PIECE = 1 << 15;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private LongSort() {}

  /** Sorts the first {@code count} numbers ascending, as unsigned ones. */
  public static void sort(MemorySegment numbers, int count) {
    long[] piece = new long[Math.min(PIECE, count)];
    for (int from = 0; from < count; from += PIECE) {
      int length = Math.min(PIECE, count - from);
      MemorySegment.copy(numbers, LONG, 8L * from, piece, 0, length);
      flip(piece, length);
      Arrays.sort(piece, 0, length);
      flip(piece, length);
      MemorySegment.copy(piece, 0, numbers, LONG, 8L * from, length);
    }
    if (count > PIECE) {
      merge(numbers, count);
    }
  }

  /** Makes the order of signed numbers that of unsigned ones, and back. */
  private static void flip(long[] piece, int length) {
    for (int i = 0; i < length; i++) {
      piece[i] ^= Long.MIN_VALUE;
    }
  }

  private static void merge(MemorySegment numbers, int count) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = numbers;
      MemorySegment to = arena.allocate(LONG, count);
      boolean away = false;
      for (long width = PIECE; width < count; width *= 2) {
        for (long low = 0; low < count; low += 2 * width) {
          long middle = Math.min(low + width, count);
          merge(from, to, low, middle, Math.min(middle + width, count));
        }
        MemorySegment swapped = from;
        from = to;
        to = swapped;
        away = !away;
      }
      if (away) {
        MemorySegment.copy(from, 0, numbers, 0, 8L * count);
      }
    }
  }

  private static void merge(
      MemorySegment from, MemorySegment to, long low, long middle, long high) {
    long left = low;
    long right = middle;
    for (long out = low; out < high; out++) {
      boolean takeLeft =
          left < middle
              && (right >= high
                  || Long.compareUnsigned(from.getAtIndex(LONG, left), from.getAtIndex(LONG, right))
                      <= 0);
      to.setAtIndex(LONG, out, from.getAtIndex(LONG, takeLeft ? left++ : right++));
    }
  }
}
