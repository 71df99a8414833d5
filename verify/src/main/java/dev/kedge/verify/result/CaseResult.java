package dev.kedge.verify.result;

import java.util.List;

/**
 * One case of a suite in one boot.
 *
 * @param suite the suite's name in the plan, for example {@code throttle-dir}
 * @param name the case's name in its suite; the suite's own name when it has one case
 * @param status how it ended
 * @param message one line that says why, empty for a plain pass
 * @param metrics what it measured, in the order it was reported
 */
public record CaseResult(
    String suite, String name, Status status, String message, List<Metric> metrics) {
  /** Copies the metrics. */
  public CaseResult {
    metrics = List.copyOf(metrics);
  }

  /** The dotted path of the case, as KCIDB and KTAP name it. */
  public String path() {
    return suite.equals(name) ? suite : suite + "." + name;
  }
}
