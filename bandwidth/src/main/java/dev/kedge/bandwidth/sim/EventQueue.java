package dev.kedge.bandwidth.sim;

import java.util.Arrays;

/**
 * The next time of every source of events: an indexed binary heap, so that a source's time can be
 * moved without allocating.
 *
 * <p>Sources of the same time come in the order of their ids, except the CPUs: who of them is first
 * is drawn for each instant, as their interrupts race for the same locks.
 */
final class EventQueue {
  static final long NEVER = Long.MAX_VALUE;

  private static final int ABSENT = -1;

  private long[] times = new long[64];
  private int[] positions = new int[64];
  private int[] heap = new int[64];
  private final long seed;
  private int firstRacer;
  private int racersEnd;
  private int sources;
  private int size;

  EventQueue(long seed) {
    this.seed = seed;
  }

  /** From now on the sources from one id up to another, without that, have no order. */
  void race(int first, int end) {
    firstRacer = first;
    racersEnd = end;
  }

  /** Adds a source that has no time yet; its id. */
  int addSource() {
    if (sources == times.length) {
      times = Arrays.copyOf(times, sources * 2);
      positions = Arrays.copyOf(positions, sources * 2);
      heap = Arrays.copyOf(heap, sources * 2);
    }
    times[sources] = NEVER;
    positions[sources] = ABSENT;
    return sources++;
  }

  /** The earliest time of all, {@link #NEVER} when there is none. */
  long earliest() {
    return size == 0 ? NEVER : times[heap[0]];
  }

  /** Takes the source with the earliest time; it has no time afterwards. */
  int take() {
    int source = heap[0];
    remove(source);
    return source;
  }

  long time(int source) {
    return times[source];
  }

  /** Sets a source's next time; {@link #NEVER} takes it out. */
  void schedule(int source, long time) {
    if (times[source] == time) {
      return;
    }
    if (time == NEVER) {
      remove(source);
      return;
    }
    boolean later = time > times[source];
    times[source] = time;
    int at = positions[source];
    if (at == ABSENT) {
      at = size++;
      heap[at] = source;
      positions[source] = at;
      up(at);
    } else if (later) {
      down(at);
    } else {
      up(at);
    }
  }

  private void remove(int source) {
    int at = positions[source];
    times[source] = NEVER;
    positions[source] = ABSENT;
    int last = heap[--size];
    if (at < size) {
      heap[at] = last;
      positions[last] = at;
      up(at);
      down(positions[last]);
    }
  }

  private boolean before(int a, int b) {
    long time = times[a];
    if (time != times[b]) {
      return time < times[b];
    }
    return races(a) && races(b) ? rank(a, time) < rank(b, time) : a < b;
  }

  private boolean races(int source) {
    return source >= firstRacer && source < racersEnd;
  }

  private long rank(int source, long time) {
    return TimerInterrupts.mix(time * 31 + seed + ((long) source << 32));
  }

  private void up(int from) {
    int at = from;
    int source = heap[at];
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      int other = heap[parent];
      if (!before(source, other)) {
        break;
      }
      heap[at] = other;
      positions[other] = at;
      at = parent;
    }
    heap[at] = source;
    positions[source] = at;
  }

  private void down(int from) {
    int at = from;
    int source = heap[at];
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      int other = heap[child];
      if (!before(other, source)) {
        break;
      }
      heap[at] = other;
      positions[other] = at;
      at = child;
    }
    heap[at] = source;
    positions[source] = at;
  }
}
