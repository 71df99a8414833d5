package dev.kedge.bandwidth.sim;

/** The timer that ends a slice where HRTICK is on. */
final class SliceTimer {
  /** {@code hrtick_start} takes nothing shorter. */
  private static final long MIN_NS = 10_000;

  private final Host host;

  SliceTimer(Host host) {
    this.host = host;
  }

  /** {@code hrtick_start_fair}: the slice of the running task ends by a timer of its own. */
  void update(Cpu cpu) {
    Task task = cpu.current;
    if (!host.kernel.hrtick()
        || task == null
        || cpu.sliceTimer != EventQueue.NEVER
        || host.load.queued(cpu.id) <= 1) {
      return;
    }
    long left = task.flat.untilDeadline();
    if (left < 0) {
      cpu.needResched = true;
    } else {
      cpu.sliceTimer = cpu.chargedUntil + Math.max(MIN_NS, left);
      host.pend(cpu);
    }
  }
}
