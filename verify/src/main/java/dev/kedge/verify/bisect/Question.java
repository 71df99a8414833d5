package dev.kedge.verify.bisect;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Metric;
import java.util.OptionalDouble;

/** What makes a kernel bad. */
public sealed interface Question {
  /** The suite that must run to answer. */
  String suite();

  /**
   * A case fails.
   *
   * @param path the case, a {@link CaseResult#path()}
   */
  record CaseFails(String path) implements Question {
    @Override
    public String suite() {
      return suiteOf(path);
    }

    /** What a boot shows. */
    public Observation of(BootResult boot) {
      return boot.cases().stream()
          .filter(ran -> ran.path().equals(path))
          .findFirst()
          .map(ran ->
              switch (ran.status()) {
                case FAIL -> Observation.BAD;
                case PASS, DONE -> Observation.GOOD;
                case ERROR, MISS, SKIP -> Observation.UNTESTABLE;
              })
          .orElse(Observation.UNTESTABLE);
    }
  }

  /**
   * A metric is as the bad kernel has it; its greatest value stands for a boot.
   *
   * @param path the case, a {@link CaseResult#path()}
   * @param metric the metric's name
   */
  record MetricDiffers(String path, String metric) implements Question {
    @Override
    public String suite() {
      return suiteOf(path);
    }

    /** The boot's value; empty when it was not measured. */
    public OptionalDouble of(BootResult boot) {
      return boot.cases().stream()
          .filter(ran -> ran.path().equals(path))
          .flatMap(ran -> ran.metrics().stream())
          .filter(one -> one.name().equals(metric))
          .mapToDouble(Question::greatest)
          .findFirst();
    }
  }

  /**
   * Reads what a user wrote: {@code CASE} for a case that fails, {@code CASE:METRIC} for a metric.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Question parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 2 || parts[0].isBlank() || parts[parts.length - 1].isBlank()) {
      throw new IllegalArgumentException("\"" + text + "\": expected CASE or CASE:METRIC");
    }
    return parts.length == 1 ? new CaseFails(parts[0]) : new MetricDiffers(parts[0], parts[1]);
  }

  private static double greatest(Metric metric) {
    return metric.values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElseThrow(() -> new VerifyException("metric " + metric.name() + " has no value"));
  }

  private static String suiteOf(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
