package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.sim.SimulationListener;

/** How long one task has waited for locks, an open wait included: its D state. */
final class BlockedClock implements SimulationListener {
  private static final long NOT_WAITING = -1;

  private final int watched;
  private long since = NOT_WAITING;
  private long sum;

  BlockedClock(int task) {
    this.watched = task;
  }

  @Override
  public void blocked(long now, int task, int lock) {
    if (task == watched && lock >= 0 && since == NOT_WAITING) {
      since = now;
    }
  }

  @Override
  public void woken(long now, int cpu, int task) {
    if (task == watched && since != NOT_WAITING) {
      sum += now - since;
      since = NOT_WAITING;
    }
  }

  /** Nanoseconds up to now. */
  long blockedNs(long now) {
    return since == NOT_WAITING ? sum : sum + now - since;
  }
}
