package dev.kedge.bandwidth.sim;

import org.jspecify.annotations.Nullable;

/** The bandwidth of a group ({@code struct cfs_bandwidth}); nanoseconds. */
final class Pool {
  static final long INFINITE = Long.MAX_VALUE;

  /** Its two timers in the event queue. */
  final int periodSource;

  final int slackSource;

  long quota = INFINITE;
  long period;
  long burst;

  /** Runtime no CPU has taken yet. */
  long runtime;

  /** The runtime right after the last refill. */
  long snapshot;

  boolean timerActive;

  /** When the period timer next fires, or last would have: it keeps its phase while inactive. */
  long timerExpires;

  /** CPU the period timer is pinned to, and the one that armed the slack timer. */
  int timerCpu;

  int slackCpu;
  boolean idle;
  boolean slackStarted;

  /** Counts the refills, for slices that expire. */
  int generation;

  /** What refills have added in all, less what the cap took. */
  long refilledNs;

  long periods;
  long throttledPeriods;
  long bursts;
  long burstNs;
  long throttledNs;

  @Nullable CfsQueue firstThrottled;
  @Nullable CfsQueue lastThrottled;

  Pool(int periodSource, int slackSource) {
    this.periodSource = periodSource;
    this.slackSource = slackSource;
  }

  boolean anyThrottled() {
    return firstThrottled != null;
  }

  void append(CfsQueue queue) {
    queue.throttledPrevious = lastThrottled;
    queue.throttledNext = null;
    if (lastThrottled == null) {
      firstThrottled = queue;
    } else {
      lastThrottled.throttledNext = queue;
    }
    lastThrottled = queue;
  }

  void remove(CfsQueue queue) {
    if (queue.throttledPrevious == null) {
      firstThrottled = queue.throttledNext;
    } else {
      queue.throttledPrevious.throttledNext = queue.throttledNext;
    }
    if (queue.throttledNext == null) {
      lastThrottled = queue.throttledPrevious;
    } else {
      queue.throttledNext.throttledPrevious = queue.throttledPrevious;
    }
    queue.throttledNext = null;
    queue.throttledPrevious = null;
  }

  /** Adds a period's quota and counts what the last one took above it (R8). */
  void refill() {
    if (quota == INFINITE) {
      return;
    }
    long before = runtime;
    runtime += quota;
    long above = snapshot - runtime;
    if (above > 0) {
      bursts++;
      burstNs += above;
    }
    runtime = Math.min(runtime, quota + burst);
    snapshot = runtime;
    refilledNs += runtime - before;
    generation++;
  }
}
