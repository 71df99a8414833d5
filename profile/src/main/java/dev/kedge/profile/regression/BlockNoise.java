package dev.kedge.profile.regression;

import java.util.Arrays;
import java.util.List;

/**
 * How much the shares of functions scatter over the blocks of a span, relative to independent
 * samples.
 *
 * <p>A function's own scatter is uncertain, and where many functions are tested the one whose
 * scatter was underestimated most raises the alarm. So what the functions have in common is learnt
 * from all of them and each one's estimate is moved towards it, by as much as they are alike: the
 * moderated variance of Smyth (Linear models and empirical Bayes methods for assessing differential
 * expression in microarray experiments, 2004), with correlations between neighbouring blocks moved
 * in the same way.
 *
 * @param excess variance relative to that of independent samples, at least 1
 * @param freedom degrees of freedom of the excess; infinite where nothing is estimated
 */
record BlockNoise(double excess, double freedom) {
  /** The scatter of independent samples. */
  static final BlockNoise NONE = new BlockNoise(1, Double.POSITIVE_INFINITY);

  /** Blocks hang together by this much at most; more is a trend, and not noise. */
  private static final double MOST_CORRELATION = 0.8;

  /** Fewer batches do not show how much they scatter. */
  private static final int MIN_BATCHES = 50;

  /** Fewer functions do not show what they have in common. */
  private static final int MIN_FUNCTIONS = 5;

  /**
   * Estimates the noise of each function.
   *
   * @param counts samples of each function in each block
   * @param samples all samples of each block
   * @return a noise for each of {@code counts}, in their order
   */
  static BlockNoise[] of(List<long[]> counts, long[] samples) {
    BlockNoise[] noisiest = new BlockNoise[counts.size()];
    Arrays.fill(noisiest, NONE);
    // Noise that lasts longer than a block shows in batches of blocks.
    for (int length = 1; length == 1 || samples.length / length >= MIN_BATCHES; length *= 2) {
      if (samples.length / length >= 3) {
        atLength(counts, samples, length, noisiest);
      }
    }
    return noisiest;
  }

  private static void atLength(
      List<long[]> counts, long[] samples, int length, BlockNoise[] noisiest) {
    BatchScatter[] scatters =
        counts.stream()
            .map(function -> BatchScatter.of(function, samples, length))
            .toArray(BatchScatter[]::new);
    int batches = samples.length / length;
    Prior correlations = correlations(scatters, batches);
    double[] widenings = new double[scatters.length];
    double[] excesses = new double[scatters.length];
    for (int i = 0; i < scatters.length; i++) {
      widenings[i] = correlations.widening(scatters[i], batches);
      excesses[i] = scatters[i].excess() * widenings[i];
    }
    ModeratedVariance moderated = ModeratedVariance.fit(excesses, batches - 1.0, MIN_FUNCTIONS);
    for (int i = 0; i < scatters.length; i++) {
      double excess = moderated.of(excesses[i]);
      if (excess > noisiest[i].excess) {
        noisiest[i] = new BlockNoise(excess, moderated.freedom() / widenings[i]);
      }
    }
  }

  /**
   * What is known of the correlation of neighbouring batches.
   *
   * @param mean over all functions
   * @param trust how far one function's own estimate counts, 0 to 1
   * @param error standard error of the mean
   */
  private record Prior(double mean, double trust, double error) {
    /** By how much the correlation widens the variance of a mean. */
    double widening(BatchScatter scatter, int batches) {
      if (!scatter.seen()) {
        return 1;
      }
      double estimate = mean + trust * (scatter.correlation() - mean);
      // One that independent batches show as well, in one of six, is none.
      double chance = Math.sqrt(Math.max(error * error, trust / batches));
      double correlation = estimate < chance ? 0 : Math.min(estimate, MOST_CORRELATION);
      return (1 + correlation) / (1 - correlation);
    }
  }

  private static Prior correlations(BatchScatter[] scatters, int batches) {
    double[] seen =
        Arrays.stream(scatters)
            .filter(BatchScatter::seen)
            .mapToDouble(BatchScatter::correlation)
            .toArray();
    double chance = 1.0 / batches;
    if (seen.length < MIN_FUNCTIONS) {
      return new Prior(0, 1, Math.sqrt(chance));
    }
    double mean = Arrays.stream(seen).average().orElse(0);
    double scatter = 0;
    for (double one : seen) {
      scatter += (one - mean) * (one - mean) / (seen.length - 1);
    }
    double real = Math.max(0, scatter - chance);
    return new Prior(mean, real / (real + chance), Math.sqrt(chance / seen.length));
  }
}
