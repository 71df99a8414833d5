package dev.kedge.bandwidth.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queues and tasks that a throttle or its end is about to walk through.
 *
 * <p>On a machine with hundreds of CPUs they have left the processor's caches since the last
 * period. The walk itself would wait for each in turn; reading them here, level by level with
 * nothing in between, lets the processor wait for many at once. It changes nothing.
 */
final class ReadAhead {
  /** Fewer are not worth it. */
  private static final int MIN_ENTITIES = 4;

  /** What has been read, so that the compiler does not leave the reading out. */
  long read;

  private Entity[] level = {};
  private Entity[] next = {};
  private int size;

  /** Reads what waits in a queue and below it. */
  void below(CfsQueue top) {
    if (top.waiting() < MIN_ENTITIES) {
      return;
    }
    size = 0;
    addWaiting(top);
    while (size > 0) {
      int count = takeLevel();
      for (int i = 0; i < count; i++) {
        if (level[i] instanceof CfsQueue queue) {
          read(queue);
          addWaiting(queue);
        } else {
          read((Task) level[i]);
        }
      }
    }
  }

  /** Reads queues with the tasks in limbo there, and the queues on the way to their limiter. */
  void limbo(WalkOrder walk) {
    if (walk.size() < MIN_ENTITIES) {
      return;
    }
    size = 0;
    for (int i = 0; i < walk.size(); i++) {
      CfsQueue queue = walk.get(i);
      read(queue);
      add(queue.limbo);
      add(queue == queue.limiter ? null : queue.parent);
    }
    while (size > 0) {
      int count = takeLevel();
      for (int i = 0; i < count; i++) {
        if (level[i] instanceof CfsQueue queue) {
          read(queue);
          add(queue == queue.limiter ? null : queue.parent);
        } else {
          read((Task) level[i]);
        }
      }
    }
  }

  private void addWaiting(CfsQueue queue) {
    for (int i = 0; i < queue.waiting(); i++) {
      add(queue.waiting(i));
    }
  }

  private void add(@Nullable Entity entity) {
    if (entity == null) {
      return;
    }
    if (size == next.length) {
      next = Arrays.copyOf(next, Math.max(64, 2 * size));
    }
    next[size++] = entity;
  }

  private int takeLevel() {
    Entity[] taken = next;
    next = level;
    level = taken;
    int count = size;
    size = 0;
    return count;
  }

  /** Some fields from each part of the object: it is larger than a line of a cache. */
  private void read(CfsQueue queue) {
    read += queue.vruntime + queue.zero() + queue.queued + queue.depth + (queue.throttled ? 1 : 0);
  }

  private void read(Task task) {
    read += task.vruntime + task.burst;
  }
}
