package dev.kedge.verify.compare;

import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Statistic;
import java.util.Arrays;
import java.util.List;

/** The one number that stands for a metric in one boot. */
final class Statistics {
  private Statistics() {}

  /**
   * A boot's number.
   *
   * @param value the number
   * @param censored whether it is a lower bound: it is, or counts in, an operation that had not
   *     ended
   */
  record BootNumber(double value, boolean censored) {}

  /** The number of {@code metric}; censored values count as the greatest for percentiles. */
  static BootNumber of(Metric metric, Statistic statistic) {
    List<Double> values = metric.values();
    int complete = values.size() - metric.censored();
    boolean any = metric.censored() > 0;
    return switch (statistic) {
      case VALUE -> new BootNumber(values.getLast(), any);
      case MEAN -> new BootNumber(values.stream().mapToDouble(d -> d).average().orElseThrow(), any);
      case SUM -> new BootNumber(values.stream().mapToDouble(d -> d).sum(), any);
      case MAX -> new BootNumber(values.stream().mapToDouble(d -> d).max().orElseThrow(), any);
      case MIN ->
          new BootNumber(values.stream().mapToDouble(d -> d).min().orElseThrow(), complete == 0);
      case P50 -> percentile(values, complete, 0.50);
      case P99 -> percentile(values, complete, 0.99);
    };
  }

  /** Nearest rank: the smallest value that at least the given share of all does not exceed. */
  private static BootNumber percentile(List<Double> values, int complete, double share) {
    double[] ended = sorted(values.subList(0, complete));
    double[] open = sorted(values.subList(complete, values.size()));
    int rank = Math.max(0, (int) Math.ceil(share * values.size()) - 1);
    if (rank < complete) {
      return new BootNumber(ended[rank], false);
    }
    double bound = open[rank - complete];
    return new BootNumber(complete == 0 ? bound : Math.max(bound, ended[complete - 1]), true);
  }

  private static double[] sorted(List<Double> values) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(array);
    return array;
  }
}
