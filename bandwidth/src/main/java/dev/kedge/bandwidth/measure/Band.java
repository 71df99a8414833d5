package dev.kedge.bandwidth.measure;

import java.util.Arrays;

/**
 * Where the simulations of a row put one metric.
 *
 * @param median of them
 * @param low 5th percentile
 * @param high 95th percentile
 */
record Band(double median, double low, double high) {
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  /** The band of some values, at least one, in any order. */
  static Band of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Band(quantile(sorted, 0.5), quantile(sorted, LOW), quantile(sorted, HIGH));
  }

  boolean inside(double value) {
    return value >= low && value <= high;
  }

  /** Inside, or no further than the tolerance from the median or the band. */
  boolean within(double value, double tolerance) {
    return Math.abs(value - median) <= tolerance
        || (value >= low - tolerance && value <= high + tolerance);
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
  }
}
