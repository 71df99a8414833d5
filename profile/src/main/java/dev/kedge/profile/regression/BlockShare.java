package dev.kedge.profile.regression;

import dev.kedge.profile.significance.NormalQuantile;
import dev.kedge.profile.significance.TwoProportions;

/**
 * A share of samples of a span.
 *
 * @param count samples of the function
 * @param samples all samples
 */
record BlockShare(long count, long samples) {
  /** The part of all samples, 0 to 1. */
  double share() {
    return TwoProportions.share(count, samples);
  }

  /**
   * The standard error of the difference to a base if both are the same. The noise is the base's:
   * what scatters more than it did there is what is looked for.
   */
  double error(BlockShare base, BlockNoise noise) {
    if (samples == 0 || base.samples == 0) {
      return 0;
    }
    // A function never seen may still have been missed once: the half of Agresti and Coull.
    double pooled = (count + base.count + 0.5) / (samples + base.samples + 1.0);
    return Math.sqrt(noise.excess() * pooled * (1 - pooled) * (1.0 / samples + 1.0 / base.samples));
  }

  /** The difference to a base as a normal deviate, 0 where either side has no samples. */
  double z(BlockShare base, BlockNoise noise) {
    double error = error(base, noise);
    if (error == 0) {
      return 0;
    }
    double t = (share() - base.share()) / error;
    double z =
        Double.isInfinite(noise.freedom())
            ? t
            : NormalQuantile.fromStudent(t, Math.max(1, noise.freedom()));
    // Samples that come in bursts say as much as so many fewer independent ones.
    double exact =
        TwoProportions.exact(
            Math.round(count / noise.excess()),
            Math.max(1, Math.round(samples / noise.excess())),
            Math.round(base.count / noise.excess()),
            Math.max(1, Math.round(base.samples / noise.excess())));
    return Math.copySign(Math.min(Math.abs(z), exact), z);
  }
}
