package dev.kedge.bandwidth.measure;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kinds of rows, each with the accuracy asked of the model: as far from the median as the kernel is
 * from itself in repeated runs, or inside the band where phase and placement decide.
 */
public enum RowClass {
  ONE_CPU_HOGS("one CPU, hogs"),
  SATURATED("hogs, saturated"),
  LONG_PERIOD("long periods"),
  PERIODIC("periodic, demand <= 0.85 x quota"),
  CRITICAL("critical, 0.85 to 1.15 x quota"),
  OVERLOAD("periodic, overload"),
  BURST("burst"),
  NESTED("nested"),
  KERNEL_SECTIONS("kernel sections");

  /** Periods this long are cut by a run of ten seconds. */
  private static final long LONG_PERIOD_US = 500_000;

  private static final double CRITICAL_FROM = 0.85;
  private static final double CRITICAL_TO = 1.15;

  /** How far a value may be off: an absolute part and a share of the measured value. */
  record Tolerance(double absolute, double relative) {
    static final Tolerance BAND_ONLY = new Tolerance(0, 0);

    double of(double measured) {
      return absolute + relative * Math.abs(measured);
    }
  }

  private static final Map<Metric, Tolerance> SATURATED_BAR =
      Map.of(
          Metric.NR_PERIODS, new Tolerance(1, 0),
          Metric.NR_THROTTLED, new Tolerance(1, 0.01),
          Metric.THROTTLED, new Tolerance(0, 0.015),
          Metric.THROTTLED_LOCAL, new Tolerance(0, 0.015),
          Metric.USAGE, new Tolerance(0, 0.005));

  private final String label;

  RowClass(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The class of a run. */
  static RowClass of(MeasuredRun run, int cpus) {
    List<MeasuredGroup> groups = run.groups();
    if (groups.size() > 1) {
      return NESTED;
    }
    MeasuredGroup group = groups.getFirst();
    MeasuredGroup.Load load = group.load();
    if (load.readers() > 0) {
      return KERNEL_SECTIONS;
    }
    if (group.limit().burstUs() > 0) {
      return BURST;
    }
    double allowed = Math.min(cpus, group.limit().cpus());
    double demand = Math.min(cpus, load.demand()) / allowed;
    if (load.hogs() > 0 && demand >= CRITICAL_TO) {
      boolean one = run.emulated() && cpus == 1 && load.jobs() == 0;
      return one
          ? ONE_CPU_HOGS
          : group.limit().periodUs() >= LONG_PERIOD_US ? LONG_PERIOD : SATURATED;
    }
    if (demand <= CRITICAL_FROM) {
      return PERIODIC;
    }
    return load.demand() / allowed > CRITICAL_TO ? OVERLOAD : CRITICAL;
  }

  /** What is compared for a group of this class. */
  Set<Metric> metrics(MeasuredGroup group) {
    boolean responses = group.values().responseP50Us().isPresent();
    return switch (this) {
      case ONE_CPU_HOGS, SATURATED, LONG_PERIOD, NESTED -> SATURATED_BAR.keySet();
      case BURST -> Set.of(Metric.NR_BURSTS, Metric.BURST, Metric.NR_THROTTLED, Metric.USAGE);
      case KERNEL_SECTIONS ->
          responses ? Set.of(Metric.USAGE, Metric.RESPONSE_P50) : Set.of(Metric.USAGE);
      case OVERLOAD -> Set.of(Metric.JOBS_DONE, Metric.RESPONSE_P50, Metric.NR_THROTTLED);
      case PERIODIC, CRITICAL ->
          Set.of(Metric.NR_THROTTLED, Metric.THROTTLED, Metric.RESPONSE_P50, Metric.RESPONSE_P99);
    };
  }

  /** How far the median may be off for a metric; the band is asked as well. */
  Tolerance tolerance(Metric metric, MeasuredGroup group) {
    return switch (this) {
      case ONE_CPU_HOGS ->
          switch (metric) {
            case NR_PERIODS, NR_THROTTLED -> new Tolerance(1, 0);
            case USAGE -> new Tolerance(0, 0.005);
            case THROTTLED, THROTTLED_LOCAL -> new Tolerance(0, 0.01);
            default -> Tolerance.BAND_ONLY;
          };
      case SATURATED -> SATURATED_BAR.getOrDefault(metric, Tolerance.BAND_ONLY);
      case NESTED ->
          group.parent().isEmpty()
              ? SATURATED_BAR.getOrDefault(metric, Tolerance.BAND_ONLY)
              : Tolerance.BAND_ONLY;
      case PERIODIC ->
          switch (metric) {
            case NR_THROTTLED -> new Tolerance(2, 0);
            case RESPONSE_P50 -> new Tolerance(0, 0.03);
            case RESPONSE_P99 -> new Tolerance(0, 0.25);
            default -> Tolerance.BAND_ONLY;
          };
      case OVERLOAD ->
          switch (metric) {
            case JOBS_DONE -> new Tolerance(1, 0.01);
            case RESPONSE_P50 -> new Tolerance(0, 0.05);
            default -> Tolerance.BAND_ONLY;
          };
      case BURST ->
          switch (metric) {
            case NR_BURSTS -> new Tolerance(1, 0);
            case BURST -> new Tolerance(0, 0.02);
            default -> Tolerance.BAND_ONLY;
          };
      case KERNEL_SECTIONS ->
          switch (metric) {
            case USAGE -> new Tolerance(0, 0.005);
            case RESPONSE_P50 -> new Tolerance(0, 0.02);
            default -> Tolerance.BAND_ONLY;
          };
      case LONG_PERIOD, CRITICAL -> Tolerance.BAND_ONLY;
    };
  }
}
