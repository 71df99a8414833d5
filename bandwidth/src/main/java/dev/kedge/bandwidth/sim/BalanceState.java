package dev.kedge.bandwidth.sim;

/** What a CPU remembers from one load balance to the next ({@code struct sched_domain}). */
final class BalanceState {
  /** What chances are out of. */
  static final int CERTAIN = 1024;

  /** When it last balanced at a tick, and when it may do so next. */
  long last;

  long next;

  /** How long a balance is not repeated: doubled, up to a bound, while there is nothing to do. */
  long intervalNs;

  /** Balances in a row that found an imbalance and could not mend it. */
  int failures;

  private int calls = CERTAIN / 2;
  private int finds;
  private int ratio;

  /**
   * Starts with a past.
   *
   * @param findRatio how many of 1024 looks for work have found some
   */
  BalanceState(int findRatio) {
    this.ratio = findRatio;
    this.finds = findRatio / 2;
  }

  /**
   * Whether a CPU that runs dry looks for work elsewhere: as likely as it has been to find some
   * ({@code NI_RANDOM}).
   *
   * @param dice drawn below {@link #CERTAIN}
   */
  boolean looks(int dice) {
    return dice <= ratio + 1;
  }

  /** {@code update_newidle_stats}; a find stands for the looks the dice have prevented. */
  void looked(boolean found) {
    int weight = ratio + 1;
    calls++;
    finds += found ? (CERTAIN + weight / 2) / weight : 0;
    if (calls >= CERTAIN) {
      ratio = Math.min(CERTAIN, finds);
      calls /= 2;
      finds /= 2;
    }
  }
}
