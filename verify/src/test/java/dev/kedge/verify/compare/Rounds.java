package dev.kedge.verify.compare;

import dev.kedge.verify.flake.History;
import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.PlanIdentity;
import dev.kedge.verify.result.Samples;
import dev.kedge.verify.result.Statistic;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Interleaved rounds of two kernels, for tests. */
final class Rounds {
  private final Map<String, double[][]> metrics = new LinkedHashMap<>();
  private final Map<String, Better> directions = new LinkedHashMap<>();
  private Status status = Status.DONE;
  private int censored;

  /** A metric with one value in each boot. */
  Rounds metric(String name, Better better, double[] baseline, double[] candidate) {
    metrics.put(name, new double[][] {baseline, candidate});
    directions.put(name, better);
    return this;
  }

  Rounds candidateStatus(Status ended) {
    this.status = ended;
    return this;
  }

  /** All values of the candidate are lower bounds. */
  Rounds candidateCensored() {
    this.censored = 1;
    return this;
  }

  VerificationResult run() {
    double[][] first = metrics.values().iterator().next();
    List<BootResult> boots = new ArrayList<>();
    for (int round = 0; round < Math.max(first[0].length, first[1].length); round++) {
      if (round < first[0].length) {
        boots.add(boot(Samples.OLD, 0, round, Status.DONE, 0));
      }
      if (round < first[1].length) {
        boots.add(boot(Samples.NEW, 1, round, status, censored));
      }
    }
    return new VerificationResult(
        "r1",
        Instant.parse("2026-11-22T10:00:00Z"),
        Instant.parse("2026-11-22T10:10:00Z"),
        new PlanIdentity("plan", "00".repeat(32)),
        Optional.of(Samples.OLD),
        Samples.NEW,
        List.of(Samples.kernel(Samples.OLD, "6.12.1"), Samples.kernel(Samples.NEW, "7.2.1")),
        boots,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Verdict.INCONCLUSIVE);
  }

  private BootResult boot(String kernel, int side, int round, Status ended, int open) {
    List<Metric> measured = new ArrayList<>();
    metrics.forEach((name, sides) ->
        measured.add(
            new Metric(
                name,
                "ms",
                Objects.requireNonNull(directions.get(name)),
                List.of(sides[side][round]),
                open)));
    return Samples.boot(kernel, round + 1, new CaseResult("nested", "nested", ended, "", measured));
  }

  /** The result with a gate against regression on each metric. */
  VerificationResult judged() {
    return judged(new Tolerance(0.1, 0));
  }

  VerificationResult judged(Tolerance tolerance) {
    return judge(metrics.keySet(), tolerance).judge(run(), List.of());
  }

  /** A judge with a gate against regression on each metric. */
  static Judge judge(Set<String> metrics, Tolerance tolerance) {
    List<Gate> gates = new ArrayList<>();
    for (String name : metrics) {
      gates.add(
          new Gate(
              name,
              "nested",
              true,
              new GateRule.NoRegression(name, Statistic.VALUE, tolerance, OptionalDouble.empty())));
    }
    return new Judge(gates, List.of(), History.EMPTY, Judge.DEFAULT_ALPHA);
  }
}
