package dev.kedge.verify.compare;

import dev.kedge.verify.result.Metric;
import java.util.List;

/** One metric as both kernels' boots measured it, in the order of the rounds. */
record MetricPair(List<Metric> baseline, List<Metric> candidate) {
  /** Any of them: name, unit and direction are the same in all. */
  Metric any() {
    return baseline.isEmpty() ? candidate.getFirst() : baseline.getFirst();
  }
}
