package dev.kedge.agent;

/**
 * Says in which windows no waits are recorded, so that what the kernel does for it stays within the
 * agent's budget: while any thread is watched it looks at every switch and every wakeup of the
 * host, which shows in no account of the agent's own time. One thread at a time.
 */
final class WaitPauses {
  /**
   * What a switch and a wakeup cost that are of nobody who is watched: fields of a trace entry are
   * filled in and compared. Measured with a pipe between two processes, see decision 0134.
   */
  private static final double NANOS_PER_SWITCH = 600;

  /** Of the budget of CPU time what this may take. */
  private static final double SHARE_OF_BUDGET = 0.25;

  private long switchesBefore = -1;
  private long before;
  private double credit = 1;

  /**
   * Whether the window that begins is to be left out.
   *
   * @param switches of the host since it was started
   * @param nowNanos when the window begins
   * @param budget CPU time per time that the agent may use
   */
  boolean rest(long switches, long nowNanos, double budget) {
    if (switchesBefore >= 0 && nowNanos > before) {
      double perNano = (switches - switchesBefore) / (double) (nowNanos - before);
      credit += Math.min(1, SHARE_OF_BUDGET * budget / Math.max(1e-12, perNano * NANOS_PER_SWITCH));
    }
    switchesBefore = switches;
    before = nowNanos;
    if (credit < 1) {
      return true;
    }
    credit = Math.min(1, credit - 1);
    return false;
  }
}
