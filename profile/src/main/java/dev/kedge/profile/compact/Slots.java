package dev.kedge.profile.compact;

import dev.kedge.profile.SampleMoments;
import java.util.Arrays;

/**
 * The slots of several windows, numbered through. Windows are in order of their start; times are
 * nanoseconds since the first one's.
 */
final class Slots {
  private static final long SLOT = SampleMoments.SLOT.toNanos();
  private static final int FRACTIONS = 16;

  private final long[] starts;
  private final int[] first;

  /**
   * Numbers slots.
   *
   * @param startMicros of each window
   * @param spans slots of each window
   */
  Slots(long[] startMicros, int[] spans) {
    starts = new long[startMicros.length];
    first = new int[spans.length + 1];
    for (int i = 0; i < spans.length; i++) {
      starts[i] = (startMicros[i] - startMicros[0]) * 1000;
      long next = (long) first[i] + spans[i];
      if (next > Integer.MAX_VALUE) {
        throw new CompactException("more than %d slots".formatted(Integer.MAX_VALUE));
      }
      first[i + 1] = (int) next;
    }
  }

  /** Parts of a slot told apart by {@link #fraction}. */
  static int fractions() {
    return FRACTIONS;
  }

  int count() {
    return first[first.length - 1];
  }

  int position(int window, int slot) {
    return first[window] + slot;
  }

  int window(int position) {
    int found = Arrays.binarySearch(first, position);
    int window = found < 0 ? -found - 2 : found;
    // Of windows without slots the last one at the place has them.
    while (first[window + 1] == position) {
      window++;
    }
    return window;
  }

  int slot(int position) {
    return position - first[window(position)];
  }

  /** The middle of a slot. */
  long middle(int position) {
    int window = window(position);
    return starts[window] + (position - first[window]) * SLOT + SLOT / 2;
  }

  /** The slot a time lies in, or the nearest one before it. */
  int at(long time) {
    int window = windowAt(time);
    long slot = Math.max(0, time - starts[window]) / SLOT;
    return (int) Math.min(first[window] + slot, Math.max(first[window + 1] - 1, 0));
  }

  /** How far into its slot a time lies. */
  int fraction(long time) {
    long within = Math.floorMod(time - starts[windowAt(time)], SLOT);
    return (int) (within * FRACTIONS / SLOT);
  }

  private int windowAt(long time) {
    int found = Arrays.binarySearch(starts, time);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }
}
