package dev.kedge.bandwidth.sim;

/** How long queues have been throttled: {@code throttled_time} and {@code throttled_clock_self}. */
final class ThrottledClocks {
  private final Host host;

  /** The clocks start with the last task that leaves, not with the first. */
  private final boolean lastTask;

  ThrottledClocks(Host host, boolean lastTask) {
    this.host = host;
    this.lastTask = lastTask;
  }

  /**
   * Starts the queue's own clock if it is throttled itself, and the one of {@code cpu.stat.local}.
   */
  void start(CfsQueue queue) {
    if (queue.throttled && queue.throttledClock == CfsQueue.NO_CLOCK) {
      queue.throttledClock = host.now;
    }
    if (queue.throttledClockSelf == CfsQueue.NO_CLOCK) {
      queue.throttledClockSelf = host.now;
    }
  }

  void stop(CfsQueue queue) {
    stopOwn(queue);
    stopSelf(queue);
  }

  void stopOwn(CfsQueue queue) {
    if (queue.throttledClock != CfsQueue.NO_CLOCK) {
      queue.group.pool.throttledNs += host.now - queue.throttledClock;
      queue.throttledClock = CfsQueue.NO_CLOCK;
    }
  }

  void stopSelf(CfsQueue queue) {
    if (queue.throttledClockSelf != CfsQueue.NO_CLOCK) {
      queue.throttledSelfNs += host.now - queue.throttledClockSelf;
      queue.throttledClockSelf = CfsQueue.NO_CLOCK;
    }
  }

  /** {@code record_throttle_clock}, for each level a throttled task leaves (R12). */
  void taskLeft(CfsQueue leaf) {
    CfsQueue top = null;
    for (CfsQueue at = leaf.limiter;
        at != null;
        at = at.parent == null ? null : at.parent.limiter) {
      top = at.throttled ? at : top;
    }
    for (CfsQueue at = leaf; top != null && at != null && at.depth >= top.depth; at = at.parent) {
      if (!lastTask || at.queued == 0) {
        start(at);
      }
    }
  }
}
