package dev.kedge.verify.compare;

import dev.kedge.verify.result.Method;

/**
 * The test over boots that a comparison uses. The choice between ranks and t depends only on how
 * many boots and how many comparisons there are, never on what was measured, so that it costs no
 * false alarms.
 *
 * @param baseline the baseline's boots
 * @param candidate the candidate's boots
 * @param family how many comparisons are judged together, from 1
 * @param alpha the chance of any false alarm among them
 */
record BootTest(int baseline, int candidate, int family, double alpha) {

  /** Ranks where they can reach the level, Welch's t otherwise, nothing for a single boot. */
  Method method() {
    if (baseline < 2 || candidate < 2) {
      return Method.NONE;
    }
    boolean ranksReach = RankTest.smallest(candidate, baseline) * family <= alpha;
    return ranksReach ? Method.BOOT_RANKS : Method.BOOT_WELCH;
  }

  /** Whether so few boots can show any change at all. */
  boolean canFind() {
    return smallest() * family <= alpha;
  }

  /** The smallest p-value the test can give. */
  double smallest() {
    return switch (method()) {
      case BOOT_RANKS -> RankTest.smallest(candidate, baseline);
      case BOOT_WELCH -> WelchTest.smallest(candidate, baseline);
      case WITHIN_BOOTS, NONE -> 1;
    };
  }

  /** The p-value of {@code high} lying above {@code low}. */
  double greater(double[] high, double[] low) {
    return switch (method()) {
      case BOOT_RANKS -> RankTest.greater(high, low);
      case BOOT_WELCH -> WelchTest.greater(high, low);
      case WITHIN_BOOTS, NONE -> 1;
    };
  }

  /**
   * The fewest boots of each kernel with which {@code comparisons} gates can fail at all at a
   * family level of {@code alpha}.
   */
  static int roundsFor(int comparisons, double alpha) {
    int rounds = 2;
    while (!new BootTest(rounds, rounds, Math.max(1, comparisons), alpha).canFind()) {
      rounds++;
    }
    return rounds;
  }
}
