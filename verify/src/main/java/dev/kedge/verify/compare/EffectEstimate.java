package dev.kedge.verify.compare;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much more the candidate has, with a 95 % interval, on the scale of the values given.
 *
 * @param shift the Hodges-Lehmann estimate: the median of all differences between boots
 * @param low the interval's lower end
 * @param high its upper end
 */
record EffectEstimate(double shift, double low, double high) {
  /** From so many boots a side on the interval is a bootstrap; below, Welch's t gives it. */
  static final int BOOTSTRAP_FROM = 5;

  private static final int DRAWS = 2_000;
  private static final double TAIL = 0.025;

  /** Estimates it. The bootstrap draws boots, and always the same ones for the same input. */
  static EffectEstimate of(double[] candidate, double[] baseline) {
    double shift = hodgesLehmann(candidate, baseline);
    if (Math.min(candidate.length, baseline.length) < 2) {
      return new EffectEstimate(shift, shift, shift);
    }
    return Math.min(candidate.length, baseline.length) < BOOTSTRAP_FROM
        ? welch(shift, candidate, baseline)
        : bootstrap(shift, candidate, baseline);
  }

  private static double hodgesLehmann(double[] candidate, double[] baseline) {
    double[] differences = new double[candidate.length * baseline.length];
    int n = 0;
    for (double c : candidate) {
      for (double b : baseline) {
        differences[n++] = c - b;
      }
    }
    return Samples.median(differences);
  }

  private static EffectEstimate welch(double shift, double[] candidate, double[] baseline) {
    double candidateMean = Samples.mean(candidate);
    double baselineMean = Samples.mean(baseline);
    double a = Samples.variance(candidate, candidateMean) / candidate.length;
    double b = Samples.variance(baseline, baselineMean) / baseline.length;
    if (a + b == 0) {
      return new EffectEstimate(shift, shift, shift);
    }
    double freedom =
        (a + b) * (a + b) / (a * a / (candidate.length - 1) + b * b / (baseline.length - 1));
    double reach = TDistribution.of(freedom).inverseSurvivalProbability(TAIL) * Math.sqrt(a + b);
    double centre = candidateMean - baselineMean;
    return new EffectEstimate(
        shift, Math.min(shift, centre - reach), Math.max(shift, centre + reach));
  }

  private static EffectEstimate bootstrap(double shift, double[] candidate, double[] baseline) {
    Random random = new Random(0x6b65646765L);
    double[] drawn = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      drawn[i] = hodgesLehmann(resampled(candidate, random), resampled(baseline, random));
    }
    Arrays.sort(drawn);
    return new EffectEstimate(
        shift, drawn[(int) (TAIL * DRAWS)], drawn[(int) ((1 - TAIL) * DRAWS) - 1]);
  }

  private static double[] resampled(double[] values, Random random) {
    double[] drawn = new double[values.length];
    Arrays.setAll(drawn, i -> values[random.nextInt(values.length)]);
    return drawn;
  }
}
