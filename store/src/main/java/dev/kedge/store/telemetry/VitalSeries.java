package dev.kedge.store.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Vital signs of a range on one time axis.
 *
 * @param times end of each step, in order, evenly spaced
 * @param step span of one point
 * @param columns one per vital and scope that has a reading in the range, each as long as {@code
 *     times}
 */
public record VitalSeries(List<Instant> times, Duration step, List<VitalColumn> columns) {
  public VitalSeries {
    times = List.copyOf(times);
    columns = List.copyOf(columns);
  }
}
