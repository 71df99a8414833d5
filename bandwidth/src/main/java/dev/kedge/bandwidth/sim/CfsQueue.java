package dev.kedge.bandwidth.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue of one group on one CPU ({@code struct cfs_rq}) and its part of the bandwidth. */
final class CfsQueue extends EevdfQueue {
  static final long NO_CLOCK = -1;

  /** Bits of {@link #staleLoad}. */
  private static final int STALE_UNIT = 20;

  // In the order of use: what each throttle touches comes first, so that it lies together.

  final TaskGroup group;

  /** The nearest of this queue and its ancestors whose group has or had a limit. */
  @Nullable CfsQueue limiter;

  /** Tasks that have left at their return to user mode; the last one first. */
  @Nullable Task limbo;

  final @Nullable CfsQueue parent;
  final Cpu cpu;

  /** What the group's distribution of shares counts: {@link #load} and the tasks in limbo. */
  long contribution;

  long throttledClockSelf = NO_CLOCK;
  long throttledSelfNs;

  /** {@code runtime_remaining}. */
  long remaining;

  long throttledClock = NO_CLOCK;
  final int depth;

  /** Which part of the load other CPUs do not know of, in {@code 2^-20}. */
  int staleLoad;

  /** Tasks queued here and below, the running one included. */
  int tasksBelow;

  /** Refill the runtime came from, for kernels whose slices expire. */
  int generation;

  boolean limited;
  boolean throttled;

  /** This queue is in its limiter's {@link #limboQueues}. */
  boolean limboListed;

  /** Unthrottle has been sent to this queue's CPU. */
  boolean unthrottleSent;

  /** Queues of child groups on this CPU that have come to exist. */
  @Nullable CfsQueue firstChild;

  @Nullable CfsQueue nextSibling;

  /** Of a limiter: the limiters right below it, and the queues with tasks in limbo under it. */
  List<CfsQueue> nestedLimiters = List.of();

  List<CfsQueue> limboQueues = List.of();

  /** Neighbours in the pool's list of throttled queues. */
  @Nullable CfsQueue throttledNext;

  @Nullable CfsQueue throttledPrevious;

  CfsQueue(TaskGroup group, Cpu cpu, @Nullable CfsQueue parent, Slices slices) {
    super(slices);
    this.group = group;
    this.cpu = cpu;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.queue = parent;
  }

  /** {@code tg_load_avg_contrib}: the load as other CPUs know it. */
  long seenLoad() {
    return load - ((load * staleLoad) >> STALE_UNIT);
  }

  /**
   * Lets other CPUs know too little of the load.
   *
   * @param oneIn at most one in so many parts; 0 for none
   * @param drawn which part of that, any number
   */
  void keepBack(int oneIn, long drawn) {
    staleLoad =
        oneIn == 0 ? 0 : (int) Long.remainderUnsigned(drawn, (1L << STALE_UNIT) / oneIn + 1);
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
    limboListed = false;
    if (group.limiter) {
      nestedLimiters = new ArrayList<>();
      limboQueues = new ArrayList<>();
    }
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
