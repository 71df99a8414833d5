package dev.kedge.bandwidth.sim;

import org.HdrHistogram.Histogram;

/** What has been measured under one name. */
final class OperationLog {
  private static final long LONGEST_NS = 3_600_000_000_000L;

  final String name;
  final Histogram histogram = new Histogram(LONGEST_NS, 3);
  long begun;
  long done;
  long blockedNs;

  OperationLog(String name) {
    this.name = name;
  }

  void record(long ns) {
    done++;
    histogram.recordValue(Math.clamp(ns, 0, LONGEST_NS));
  }
}
