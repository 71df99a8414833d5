package dev.kedge.agent;

/**
 * Lets work be done at a rate over time: what is begun is finished, and paid for before the next is
 * begun. One thread at a time.
 */
final class WorkAllowance {
  private static final double NANOS = 1e9;
  private static final int MOST_SECONDS = 256;

  private final long perSecond;
  private double left;
  private long lastNanos;

  /** Begins with as much as may be saved up. */
  WorkAllowance(long perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.left = (double) MOST_SECONDS * perSecond;
    this.lastNanos = nowNanos;
  }

  /** Whether more may be begun. */
  boolean open(long nowNanos) {
    double more = (nowNanos - lastNanos) / NANOS * perSecond;
    left = Math.min(left + more, (double) MOST_SECONDS * perSecond);
    lastNanos = nowNanos;
    return left > 0;
  }

  /** Pays for work that was done. */
  void pay(long work) {
    left -= work;
  }
}
