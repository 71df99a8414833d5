package dev.kedge.bandwidth.whatif;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * What came out of many runs: the 5th, 50th and 95th percentile (nearest rank).
 *
 * @param low five of a hundred runs are below
 * @param median half of the runs are below
 * @param high five of a hundred runs are above
 */
public record Band(double low, double median, double high) {

  /** The band of a value over runs; at least one run. */
  public static <T> Band of(Collection<T> runs, ToDoubleFunction<T> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    return new Band(rank(sorted, 0.05), rank(sorted, 0.5), rank(sorted, 0.95));
  }

  private static double rank(double[] sorted, double quantile) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a band of no runs");
    }
    int rank = (int) Math.ceil(quantile * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  /** All three times a factor. */
  public Band times(double factor) {
    return new Band(low * factor, median * factor, high * factor);
  }

  /** The same with an upper end that is at least so high. */
  Band reaching(double value) {
    return new Band(low, median, Math.max(high, value));
  }

  /** Whether a value lies in the band, its ends widened by a tolerance. */
  public boolean contains(double value, double tolerance) {
    return value >= low - tolerance && value <= high + tolerance;
  }

  /** The band of numbers. */
  static Band of(double... values) {
    return of(Arrays.stream(values).boxed().toList(), Double::doubleValue);
  }
}
