package dev.kedge.verify.compare;

import java.util.Arrays;

/** Plain figures of a sample. */
final class Samples {
  private Samples() {}

  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** The unbiased variance; 0 for fewer than two values. */
  static double variance(double[] values, double mean) {
    if (values.length < 2) {
      return 0;
    }
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The standard deviation around each side's own mean, both sides pooled. */
  static double pooledDeviation(double[] a, double[] b) {
    int freedom = a.length + b.length - 2;
    if (freedom < 1) {
      return 0;
    }
    double squares = variance(a, mean(a)) * (a.length - 1) + variance(b, mean(b)) * (b.length - 1);
    return Math.sqrt(squares / freedom);
  }

  /** Each value plus {@code shift}. */
  static double[] shifted(double[] values, double shift) {
    return Arrays.stream(values).map(v -> v + shift).toArray();
  }
}
