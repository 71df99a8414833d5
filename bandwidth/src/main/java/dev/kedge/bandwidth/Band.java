package dev.kedge.bandwidth;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * What came out of many runs: their median, and the ends between which a further run lies in 90 %
 * of cases.
 *
 * <p>The ends are those of a prediction interval: a new value of the same distribution lies below
 * the k-th smallest of n with probability k / (n + 1), so the 5 % end has rank 0.05 (n + 1), and
 * between two ranks it is interpolated. (Ends taken by the ranks of the sample itself hold a new
 * run too seldom: of 32 runs, in 84 % of cases.) Fewer than 19 runs cannot tell an end of 5 %: the
 * band is then all of them, and holds a new run in (n - 1) / (n + 1) of cases.
 *
 * <p>Source: Weibull's plotting position, definition 6 of R. J. Hyndman and Y. Fan, "Sample
 * quantiles in statistical packages", The American Statistician 50 (1996).
 *
 * @param low a further run lies below in 5 % of cases
 * @param median half of the runs are below
 * @param high a further run lies above in 5 % of cases
 */
public record Band(double low, double median, double high) {
  /** Chance of a further run on either side of a band. */
  public static final double TAIL = 0.05;

  /** The band of a value over runs; at least one run. */
  public static <T> Band of(Collection<T> runs, ToDoubleFunction<T> value) {
    return of(runs.stream().mapToDouble(value).toArray());
  }

  /** The band of at least one number, in any order. */
  public static Band of(double... values) {
    return withTails(values, TAIL);
  }

  /**
   * A band with other tails.
   *
   * @param values at least one, in any order
   * @param tail chance of a further run on either side, 0 to 0.5; where there are too few runs to
   *     tell it, the ends are the least and the most of them
   */
  public static Band withTails(double[] values, double tail) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a band of no runs");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Band(quantile(sorted, tail), quantile(sorted, 0.5), quantile(sorted, 1 - tail));
  }

  private static double quantile(double[] sorted, double q) {
    double rank = Math.clamp(q * (sorted.length + 1), 1.0, sorted.length);
    int below = (int) rank;
    int above = Math.min(sorted.length, below + 1);
    double low = sorted[below - 1];
    double high = sorted[above - 1];
    return rank == below || low == high ? low : low + (high - low) * (rank - below);
  }

  /** Whether a value lies in the band. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** Whether a value lies in the band, its ends widened by a tolerance. */
  public boolean contains(double value, double tolerance) {
    return value >= low - tolerance && value <= high + tolerance;
  }

  /** All three times a factor. */
  public Band times(double factor) {
    return new Band(low * factor, median * factor, high * factor);
  }

  /** The same with an upper end that is at least so high. */
  public Band reaching(double value) {
    return new Band(low, median, Math.max(high, value));
  }
}
