package dev.kedge.profile.flame;

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
 * <p>The correction is what makes small counts harmless: one sample against none gives 0, and below
 * an expected count of about five z stays under the exact test's. It vanishes as counts grow.
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
    return Math.copySign(corrected / Math.sqrt(pooled * (1 - pooled) * inverse), difference);
  }

  /** Part of all samples, 0 where there are none. */
  public static double share(long count, long samples) {
    return samples == 0 ? 0 : (double) count / samples;
  }
}
