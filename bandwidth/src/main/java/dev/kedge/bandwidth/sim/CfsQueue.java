package dev.kedge.bandwidth.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue of one group on one CPU ({@code struct cfs_rq}) and its part of the bandwidth. */
final class CfsQueue extends EevdfQueue {
  static final long NO_CLOCK = -1;

  final TaskGroup group;
  final Cpu cpu;
  final @Nullable CfsQueue parent;
  final int depth;

  /** Queues of child groups on this CPU that have come to exist. */
  @Nullable CfsQueue firstChild;

  @Nullable CfsQueue nextSibling;

  /** Tasks queued here and below, the running one included. */
  int tasksBelow;

  /** What the group's distribution of shares counts: {@link #load} and the tasks in limbo. */
  long contribution;

  boolean limited;

  /** {@code runtime_remaining}. */
  long remaining;

  /** Refill the runtime came from, for kernels whose slices expire. */
  int generation;

  boolean throttled;

  /** The nearest of this queue and its ancestors whose group has or had a limit. */
  @Nullable CfsQueue limiter;

  /** Of a limiter: the limiters right below it, and the queues with tasks in limbo under it. */
  final List<CfsQueue> nestedLimiters = new ArrayList<>(0);

  final List<CfsQueue> limboQueues = new ArrayList<>(0);

  /** This queue is in its limiter's {@link #limboQueues}. */
  boolean limboListed;

  long throttledClock = NO_CLOCK;
  long throttledClockSelf = NO_CLOCK;
  long throttledSelfNs;

  /** Unthrottle has been sent to this queue's CPU. */
  boolean unthrottleSent;

  /** Neighbours in the pool's list of throttled queues. */
  @Nullable CfsQueue throttledNext;

  @Nullable CfsQueue throttledPrevious;

  /** Tasks that have left at their return to user mode; the last one first. */
  @Nullable Task limbo;

  CfsQueue(TaskGroup group, Cpu cpu, @Nullable CfsQueue parent, Slices slices) {
    super(slices);
    this.group = group;
    this.cpu = cpu;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.queue = parent;
  }

  /** {@code throttled_hierarchy}: whether this queue or one above it is throttled. */
  boolean inThrottledHierarchy() {
    CfsQueue at = limiter;
    while (at != null) {
      if (at.throttled) {
        return true;
      }
      at = at.parent == null ? null : at.parent.limiter;
    }
    return false;
  }

  /** Finds the limiters of this queue and those below it anew. */
  void findLimiters() {
    CfsQueue above = parent == null ? null : parent.limiter;
    limiter = group.limiter ? this : above;
    nestedLimiters.clear();
    limboQueues.clear();
    limboListed = false;
    if (group.limiter && above != null) {
      above.nestedLimiters.add(this);
    }
    if (limbo != null) {
      listLimbo();
    }
    for (CfsQueue child = firstChild; child != null; child = child.nextSibling) {
      child.findLimiters();
    }
  }

  private void listLimbo() {
    if (!limboListed && limiter != null) {
      limboListed = true;
      limiter.limboQueues.add(this);
    }
  }

  void addLimbo(Task task) {
    listLimbo();
    task.limboPrevious = null;
    task.limboNext = limbo;
    if (limbo != null) {
      limbo.limboPrevious = task;
    }
    limbo = task;
  }

  void removeLimbo(Task task) {
    if (task.limboPrevious != null) {
      task.limboPrevious.limboNext = task.limboNext;
    } else {
      limbo = task.limboNext;
    }
    if (task.limboNext != null) {
      task.limboNext.limboPrevious = task.limboPrevious;
    }
    task.limboNext = null;
    task.limboPrevious = null;
  }
}
