package dev.kedge.profile.regression;

/**
 * A share of samples over the blocks of a span, and how much more it scatters than the share of
 * independent samples would.
 *
 * @param share part of all samples, 0 to 1
 * @param samples all samples
 * @param excess variance relative to that of independent samples, at least 1; neighbouring blocks
 *     that go together widen it
 * @param freedom degrees of freedom of the excess; infinite where there is none
 */
record BlockShare(double share, double samples, double excess, double freedom) {
  /** Blocks hang together by this much at most; more is a trend, and not noise. */
  private static final double MOST_CORRELATION = 0.8;

  /**
   * Correlations of independent batches stay below this, over the root of their number, in five of
   * six: to miss one that is there raises false alarms, to see one that is not only widens.
   */
  private static final double CHANCE = 1;

  /** Fewer batches do not show how much they scatter. */
  private static final int MIN_BATCHES = 50;

  /**
   * Estimates a share.
   *
   * @param counts samples of the function in each block
   * @param samples all samples of each block
   */
  static BlockShare of(long[] counts, long[] samples) {
    double count = 0;
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      count += counts[i];
      all += samples[i];
    }
    double share = all == 0 ? 0 : count / all;
    BlockShare noisiest = new BlockShare(share, all, 1, Double.POSITIVE_INFINITY);
    if (count == 0 || count == all) {
      return noisiest;
    }
    // Noise that lasts longer than a block shows in batches of blocks.
    for (int length = 1; length == 1 || counts.length / length >= MIN_BATCHES; length *= 2) {
      BlockShare noise = noise(counts, samples, share, all, length);
      noisiest = noise.excess > noisiest.excess ? noise : noisiest;
    }
    return noisiest;
  }

  private static BlockShare noise(
      long[] counts, long[] samples, double share, double all, int length) {
    int batches = counts.length / length;
    double square = 0;
    double product = 0;
    double before = 0;
    double used = 0;
    for (int batch = 0; batch < batches; batch++) {
      double residual = 0;
      for (int i = batch * length; i < (batch + 1) * length; i++) {
        residual += counts[i] - share * samples[i];
        used += samples[i];
      }
      square += residual * residual;
      product += residual * before;
      before = residual;
    }
    if (batches < 3 || square == 0) {
      return new BlockShare(share, all, 1, Double.POSITIVE_INFINITY);
    }
    // The estimate of the correlation is too low by about 1/n (Kendall 1954); one that independent
    // batches could show as well is none.
    double estimate = product / square + 1.0 / batches;
    double correlation =
        estimate < CHANCE / Math.sqrt(batches) ? 0 : Math.min(estimate, MOST_CORRELATION);
    double widening = (1 + correlation) / (1 - correlation);
    double scatter = batches / (batches - 1.0) * square * widening;
    return new BlockShare(
        share, all, scatter / (used * share * (1 - share)), (batches - 1) / widening);
  }

  /**
   * The standard error of the difference to a base if both are the same. The noise is the base's:
   * what scatters more than it did there is what is looked for.
   */
  double error(BlockShare base) {
    if (samples == 0 || base.samples == 0) {
      return 0;
    }
    // A function never seen may still have been missed once: the half of Agresti and Coull.
    double pooled =
        (share * samples + base.share * base.samples + 0.5) / (samples + base.samples + 1);
    return Math.sqrt(base.excess * pooled * (1 - pooled) * (1 / samples + 1 / base.samples));
  }

  /** The difference to a base as a normal deviate, 0 where either side has no samples. */
  double z(BlockShare base) {
    double error = error(base);
    if (error == 0) {
      return 0;
    }
    double t = (share - base.share) / error;
    return Double.isInfinite(base.freedom)
        ? t
        : NormalQuantile.fromStudent(t, Math.max(1, base.freedom));
  }
}
