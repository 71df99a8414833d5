package dev.kedge.verify.flake;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What is known of the probability that a case passes: the Beta posterior after a {@link Tally},
 * from Jeffreys' prior Beta(1/2, 1/2), whose intervals keep their promise near 0 and 1 (Brown, Cai
 * and DasGupta 2001).
 *
 * @param mean the posterior's mean
 * @param low the lower end of the central 95 % interval
 * @param high its upper end
 */
public record PassProbability(double mean, double low, double high) {
  private static final double TAIL = 0.025;

  /** After so many runs. */
  public static PassProbability after(Tally tally) {
    BetaDistribution posterior = BetaDistribution.of(tally.passes() + 0.5, tally.failures() + 0.5);
    return new PassProbability(
        posterior.getMean(),
        tally.passes() == 0 ? 0 : posterior.inverseCumulativeProbability(TAIL),
        tally.failures() == 0 ? 1 : posterior.inverseSurvivalProbability(TAIL));
  }
}
