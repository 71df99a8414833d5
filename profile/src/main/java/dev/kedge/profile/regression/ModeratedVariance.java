package dev.kedge.profile.regression;

import java.util.Arrays;

/**
 * Variances of many things, each moved towards what they have in common (Smyth 2004, section 6.2:
 * the prior's variance and degrees of freedom are fitted to the logarithms of the variances).
 *
 * @param common the prior's variance
 * @param priorFreedom how many observations it is worth; infinite when all are alike
 * @param ownFreedom of each one's own estimate
 */
record ModeratedVariance(double common, double priorFreedom, double ownFreedom) {

  /**
   * Fits the prior.
   *
   * @param variances those of 0 are not looked at
   * @param freedom degrees of freedom of each
   * @param least with fewer variances above 0 each stands for itself
   */
  static ModeratedVariance fit(double[] variances, double freedom, int least) {
    double[] logs = Arrays.stream(variances).filter(v -> v > 0).map(Math::log).toArray();
    if (logs.length < least) {
      return new ModeratedVariance(1, 0, freedom);
    }
    double bias = digamma(freedom / 2) - Math.log(freedom / 2);
    double mean = Arrays.stream(logs).average().orElse(0) - bias;
    double scatter = 0;
    for (double log : logs) {
      scatter += (log - bias - mean) * (log - bias - mean) / (logs.length - 1);
    }
    double real = scatter - trigamma(freedom / 2);
    if (real <= 0) {
      return new ModeratedVariance(Math.exp(mean), Double.POSITIVE_INFINITY, freedom);
    }
    double half = inverseTrigamma(real);
    return new ModeratedVariance(
        Math.exp(mean + digamma(half) - Math.log(half)), 2 * half, freedom);
  }

  /** A variance moved towards the common one; the common one for 0. */
  double of(double variance) {
    if (variance == 0 || Double.isInfinite(priorFreedom)) {
      return common;
    }
    return (priorFreedom * common + ownFreedom * variance) / (priorFreedom + ownFreedom);
  }

  /** Degrees of freedom of a moved variance. */
  double freedom() {
    return priorFreedom + ownFreedom;
  }

  /** Asymptotic series, Abramowitz and Stegun 6.3.18, reached by the recurrence 6.3.5. */
  static double digamma(double x) {
    double sum = 0;
    double at = x;
    for (; at < 6; at++) {
      sum -= 1 / at;
    }
    double f = 1 / (at * at);
    return sum + Math.log(at) - 0.5 / at - f * (1.0 / 12 - f * (1.0 / 120 - f / 252));
  }

  /** Asymptotic series, Abramowitz and Stegun 6.4.12, reached by the recurrence 6.4.6. */
  static double trigamma(double x) {
    double sum = 0;
    double at = x;
    for (; at < 6; at++) {
      sum += 1 / (at * at);
    }
    double f = 1 / (at * at);
    return sum + 1 / at + f / 2 + f / at * (1.0 / 6 - f * (1.0 / 30 - f / 42));
  }

  /** By halving: trigamma falls from infinity to 0. */
  static double inverseTrigamma(double value) {
    double low = 1e-6;
    double high = 1e8;
    for (int i = 0; i < 100; i++) {
      double middle = Math.sqrt(low * high);
      if (trigamma(middle) > value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
