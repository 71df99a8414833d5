package dev.kedge.report.symbol;

/**
 * Counts what reading costs, a byte as one, and ends it at a bound: damaged data may lead from one
 * table into another many times over. One thread at a time.
 */
final class Work {
  private long spent;
  private long bound = Long.MAX_VALUE;

  /** Begins something that may take so much. */
  void allow(long more) {
    bound = spent + Math.min(more, Long.MAX_VALUE - spent);
  }

  void spend(long bytes) {
    spent += bytes;
    if (spent > bound) {
      throw new WorkBoundException();
    }
  }

  /** All that was spent. */
  long spent() {
    return spent;
  }
}
