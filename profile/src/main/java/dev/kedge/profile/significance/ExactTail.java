package dev.kedge.profile.significance;

/**
 * Tails of the binomial distribution, summed term by term from the one that is asked for: exact
 * where a count is small and the normal approximation is far off.
 */
final class ExactTail {
  /** What all further terms could add is lost in rounding below this part of the sum. */
  private static final double NEGLIGIBLE = 1e-12;

  private ExactTail() {}

  /**
   * The chance of at least that many successes.
   *
   * @param successes 0 to {@code trials}
   * @param chance of each, more than 0 and less than 1
   */
  static double atLeast(long successes, long trials, double chance) {
    double odds = chance / (1 - chance);
    double term = 1;
    double sum = 1;
    for (long i = successes; i < trials && term > NEGLIGIBLE * sum; i++) {
      term *= (trials - i) / (i + 1.0) * odds;
      sum += term;
    }
    return Math.min(1, sum * Math.exp(logOf(successes, trials, chance)));
  }

  /** The chance of at most that many successes. */
  static double atMost(long successes, long trials, double chance) {
    double odds = (1 - chance) / chance;
    double term = 1;
    double sum = 1;
    for (long i = successes; i > 0 && term > NEGLIGIBLE * sum; i--) {
      term *= i / (trials - i + 1.0) * odds;
      sum += term;
    }
    return Math.min(1, sum * Math.exp(logOf(successes, trials, chance)));
  }

  /** Logarithm of the chance of exactly that many. */
  private static double logOf(long successes, long trials, double chance) {
    double log = successes * Math.log(chance) + (trials - successes) * Math.log1p(-chance);
    for (long i = 1; i <= Math.min(successes, trials - successes); i++) {
      log += Math.log((trials - Math.min(successes, trials - successes) + i) / (double) i);
    }
    return log;
  }
}
