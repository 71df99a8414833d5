package dev.kedge.bandwidth.sim;

/** How long queues have been throttled: {@code throttled_time} and {@code throttled_clock_self}. */
final class ThrottledClocks {
  private final Host host;

  ThrottledClocks(Host host) {
    this.host = host;
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
}
