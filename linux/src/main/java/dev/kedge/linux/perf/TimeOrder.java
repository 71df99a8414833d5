package dev.kedge.linux.perf;

import java.util.Arrays;

/** A binary heap of ring numbers, the one with the earliest waiting record first. */
final class TimeOrder {
  private long[] times = new long[16];
  private int[] rings = new int[16];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int firstRing() {
    return rings[0];
  }

  long firstTime() {
    return times[0];
  }

  void add(int ring, long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      rings = Arrays.copyOf(rings, 2 * size);
    }
    int at = size++;
    while (at > 0 && times[(at - 1) / 2] > time) {
      place(at, rings[(at - 1) / 2], times[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    place(at, ring, time);
  }

  /** Drops the first ring. */
  void removeFirst() {
    size--;
    if (size > 0) {
      sink(rings[size], times[size]);
    }
  }

  /** Gives the first ring the time of its next record. */
  void updateFirst(long time) {
    sink(rings[0], time);
  }

  private void sink(int ring, long time) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      place(at, rings[child], times[child]);
      at = child;
    }
    place(at, ring, time);
  }

  private void place(int at, int ring, long time) {
    rings[at] = ring;
    times[at] = time;
  }
}
