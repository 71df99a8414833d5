package dev.kedge.bandwidth.sim;

import java.util.Arrays;

/** Queues of one CPU in the order in which {@code walk_tg_tree} leaves their groups. */
final class WalkOrder {
  private CfsQueue[] queues = {};

  /** The place of a queue's group in the walk, and the queue's place in the array. */
  private long[] keys = {};

  private int size;

  void add(CfsQueue queue) {
    if (size == queues.length) {
      int capacity = Math.max(16, 2 * size);
      queues = Arrays.copyOf(queues, capacity);
      keys = Arrays.copyOf(keys, capacity);
    }
    queues[size] = queue;
    keys[size] = (long) queue.group.order << Integer.SIZE | size;
    size++;
  }

  /** Sorts what was added since the last {@link #clear}; the order of groups must be up to date. */
  void sort() {
    Arrays.sort(keys, 0, size);
  }

  int size() {
    return size;
  }

  /** The queue at a place of the walk. */
  CfsQueue get(int place) {
    return queues[(int) keys[place]];
  }

  void clear() {
    Arrays.fill(queues, 0, size, null);
    size = 0;
  }
}
