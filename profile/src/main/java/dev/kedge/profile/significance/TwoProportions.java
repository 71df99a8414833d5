package dev.kedge.profile.significance;

/**
 * Compares two shares of samples.
 *
 * <p>The statistic is the pooled two-proportion z with continuity correction (Fleiss, Levin, Paik:
 * Statistical Methods for Rates and Proportions, 3rd edition 2003, section 3.2):
 *
 * <pre>
 *   p1 = x1 / n1,  p2 = x2 / n2,  p = (x1 + x2) / (n1 + n2),  c = (1/n1 + 1/n2) / 2
 *   z  = sign(p1 - p2) * max(0, |p1 - p2| - c) / sqrt(p * (1 - p) * (1/n1 + 1/n2))
 * </pre>
 *
 * <p>Where few samples are expected on a side, that is far off, and more so the more the sides
 * differ in size: two samples of 266 against none of 3,392 would have a z of 3.7, and happen by
 * chance once in 190 times. There the exact test on what both sides have together decides
 * (Przyborowski and Wilenski, Biometrika 31, 1940), as the normal deviate of its one-sided chance.
 *
 * <p>The formula takes samples as independent. Samples of one process that follow each other are
 * not quite, so z overstates somewhat; {@link #NOISE} leaves room for that.
 */
public final class TwoProportions {
  /**
   * Changes with an absolute z below this are taken for noise: under the null hypothesis about one
   * function in 370 reaches it.
   */
  public static final double NOISE = 3.0;

  /** Up to so many expected samples on the smaller side the exact test decides. */
  private static final double FEW = 20;

  /** Of more samples, where so few were expected, nobody needs the exact chance. */
  private static final long MOST_TERMS = 2_000;

  private TwoProportions() {}

  /**
   * The statistic; positive when the first share is larger. 0 when either side has no samples at
   * all, as then nothing can be said.
   *
   * @param count successes of the first side, 0 to {@code samples}
   * @param samples all of the first side
   * @param baseCount successes of the second side, 0 to {@code baseSamples}
   * @param baseSamples all of the second side
   */
  public static double z(long count, long samples, long baseCount, long baseSamples) {
    if (samples == 0 || baseSamples == 0) {
      return 0;
    }
    double difference = share(count, samples) - share(baseCount, baseSamples);
    double inverse = 1.0 / samples + 1.0 / baseSamples;
    double corrected = Math.abs(difference) - inverse / 2;
    if (corrected <= 0) {
      return 0;
    }
    double pooled = ((double) count + baseCount) / ((double) samples + baseSamples);
    double size = corrected / Math.sqrt(pooled * (1 - pooled) * inverse);
    return Math.copySign(Math.min(size, exact(count, samples, baseCount, baseSamples)), difference);
  }

  /**
   * The size of the exact test's normal deviate, not negative; infinite where so many samples are
   * expected that the normal approximation does.
   *
   * @param count successes of the first side, 0 to {@code samples}
   * @param samples all of the first side, at least 1
   * @param baseCount successes of the second side, 0 to {@code baseSamples}
   * @param baseSamples all of the second side, at least 1
   */
  public static double exact(long count, long samples, long baseCount, long baseSamples) {
    long together = count + baseCount;
    if (2 * together > samples + baseSamples) {
      return exact(samples - count, samples, baseSamples - baseCount, baseSamples);
    }
    double chance = samples / ((double) samples + baseSamples);
    double expected = together * Math.min(chance, 1 - chance);
    if (expected > FEW || together == 0) {
      return together == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    // Counted on the side that has fewer samples of all: its counts are small as well.
    boolean base = chance > 0.5;
    long successes = base ? baseCount : count;
    double rate = base ? 1 - chance : chance;
    if (successes > MOST_TERMS) {
      return Double.POSITIVE_INFINITY;
    }
    double tail =
        successes > expected
            ? ExactTail.atLeast(successes, together, rate)
            : ExactTail.atMost(successes, together, rate);
    return tail >= 0.5 ? 0 : NormalQuantile.upper(Math.max(tail, Double.MIN_NORMAL));
  }

  /** Part of all samples, 0 where there are none. */
  public static double share(long count, long samples) {
    return samples == 0 ? 0 : (double) count / samples;
  }
}
