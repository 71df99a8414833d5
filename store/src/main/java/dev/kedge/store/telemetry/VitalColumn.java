package dev.kedge.store.telemetry;

import dev.kedge.model.Vital;
import java.util.List;

/**
 * One vital sign over time.
 *
 * @param vital what
 * @param scope cgroup path, or empty text for the whole host
 * @param mean mean of the readings of each step; NaN where there is none
 * @param max largest reading of each step; NaN where there is none
 */
public record VitalColumn(Vital vital, String scope, List<Double> mean, List<Double> max) {
  public VitalColumn {
    mean = List.copyOf(mean);
    max = List.copyOf(max);
  }
}
