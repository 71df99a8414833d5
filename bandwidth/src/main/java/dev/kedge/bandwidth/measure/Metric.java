package dev.kedge.bandwidth.measure;

/** What is compared. */
public enum Metric {
  NR_PERIODS("nr_periods", ""),
  NR_THROTTLED("nr_throttled", ""),
  THROTTLED("throttled", "s"),
  THROTTLED_LOCAL("throttled_local", "s"),
  NR_BURSTS("nr_bursts", ""),
  BURST("burst", "s"),
  USAGE("usage", "s"),
  JOBS_DONE("jobs_done", ""),
  RESPONSE_P50("resp_p50", "us"),
  RESPONSE_P99("resp_p99", "us"),
  STALL_STARTS("stall_starts", "on their tick"),
  STALL_MAX("stall_max", "us");

  private final String label;
  private final String unit;

  Metric(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** The name in tables and JSON. */
  public String label() {
    return label;
  }

  /** The unit, empty for a count. */
  public String unit() {
    return unit;
  }
}
