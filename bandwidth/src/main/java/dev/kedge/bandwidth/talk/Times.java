package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.OperationResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lengths of operations as tables and JSON show them. */
final class Times {
  private static final String NONE = "-";

  private Times() {}

  static String percentile(OperationResult operation, double percent) {
    return operation.nanoseconds().getTotalCount() == 0
        ? NONE
        : TimeText.rounded(operation.nanoseconds().getValueAtPercentile(percent));
  }

  static String longest(OperationResult operation) {
    return operation.nanoseconds().getTotalCount() == 0
        ? NONE
        : TimeText.rounded(operation.nanoseconds().getMaxValue());
  }

  /** Age of an operation that has not ended; "-" when there is none. */
  static String age(OperationResult operation) {
    return operation.censoredNs() == 0 ? NONE : TimeText.rounded(operation.censoredNs());
  }

  /** The longest, finished or not. */
  static long maxNs(OperationResult operation) {
    long finished =
        operation.nanoseconds().getTotalCount() == 0 ? 0 : operation.nanoseconds().getMaxValue();
    return Math.max(finished, operation.censoredNs());
  }

  static Map<String, Object> json(OperationResult operation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("done", operation.done());
    if (operation.nanoseconds().getTotalCount() > 0) {
      json.put("p50Ns", operation.nanoseconds().getValueAtPercentile(50));
      json.put("p99Ns", operation.nanoseconds().getValueAtPercentile(99));
    }
    json.put("maxNs", maxNs(operation));
    json.put("censoredNs", operation.censoredNs());
    return json;
  }
}
