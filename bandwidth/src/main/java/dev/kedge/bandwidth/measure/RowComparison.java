package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One group of a run against the simulations of it, value by value and as a whole. */
final class RowComparison {
  private final MeasuredRun run;
  private final MeasuredGroup group;
  private final RowClass rowClass;
  private final List<Metric> metrics;
  private final double[][] simulated;
  private final SimultaneousBands bands;

  /**
   * Nothing is compared yet.
   *
   * @param simulations what each of them gave for the group, by metric
   */
  RowComparison(
      MeasuredRun run,
      MeasuredGroup group,
      RowClass rowClass,
      List<Map<Metric, Double>> simulations) {
    this.run = run;
    this.group = group;
    this.rowClass = rowClass;
    this.metrics = rowClass.metrics(group).stream().sorted().toList();
    this.simulated =
        metrics.stream()
            .map(metric ->
                simulations.stream()
                    .mapToDouble(values -> values.getOrDefault(metric, 0.0))
                    .toArray())
            .toArray(double[][]::new);
    this.bands = new SimultaneousBands(simulated);
  }

  /** Each value against its own band. */
  List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      Metric metric = metrics.get(i);
      double measured = measured(metric);
      Band band = Band.of(simulated[i]);
      comparisons.add(
          new Comparison(
              run.kernel(),
              run.row(),
              run.repetition(),
              group.group(),
              rowClass,
              metric,
              measured,
              band.median(),
              band.low(),
              band.high(),
              band.contains(measured),
              near(i, band, measured)));
    }
    return comparisons;
  }

  /** All values together. */
  RowVerdict verdict() {
    boolean inside = true;
    boolean within = true;
    for (int i = 0; i < metrics.size(); i++) {
      double measured = measured(metrics.get(i));
      Band band = bands.of(i);
      inside &= band.contains(measured);
      within &= near(i, band, measured);
    }
    int runs = simulated[0].length;
    int ownInside = 0;
    int ownWithin = 0;
    for (int one = 0; one < runs; one++) {
      boolean oneInside = true;
      boolean oneWithin = true;
      for (int i = 0; i < metrics.size(); i++) {
        Band band = bands.without(one, i);
        oneInside &= band.contains(simulated[i][one]);
        oneWithin &= near(i, band, simulated[i][one]);
      }
      ownInside += oneInside ? 1 : 0;
      ownWithin += oneWithin ? 1 : 0;
    }
    return new RowVerdict(
        run.kernel(),
        run.row(),
        run.repetition(),
        group.group(),
        rowClass,
        inside,
        within,
        (double) ownInside / runs,
        (double) ownWithin / runs);
  }

  /** Near enough to the median, or to the band. */
  private boolean near(int metric, Band band, double value) {
    double tolerance = rowClass.tolerance(metrics.get(metric), group).of(value);
    return Math.abs(value - band.median()) <= tolerance || band.contains(value, tolerance);
  }

  private double measured(Metric metric) {
    MeasuredGroup.Values v = group.values();
    return switch (metric) {
      case NR_PERIODS -> v.periods();
      case NR_THROTTLED -> v.throttledPeriods();
      case THROTTLED -> v.throttledNs() / 1e9;
      case THROTTLED_LOCAL -> v.throttledLocalNs() / 1e9;
      case NR_BURSTS -> v.bursts();
      case BURST -> v.burstNs() / 1e9;
      case USAGE -> v.usageNs() / 1e9;
      case JOBS_DONE -> v.jobsDone();
      case RESPONSE_P50 -> v.responseP50Us().orElse(0);
      case RESPONSE_P99 -> v.responseP99Us().orElse(0);
      case STALL_MAX -> v.stallMaxUs();
      case STALL_STARTS -> 1;
    };
  }
}
