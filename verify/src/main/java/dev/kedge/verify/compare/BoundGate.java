package dev.kedge.verify.compare;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges {@link GateRule.Bound}: every boot of the candidate must keep it. */
final class BoundGate {
  private BoundGate() {}

  static GateVerdict judge(Gate gate, GateRule.Bound rule, VerificationResult run) {
    List<Statistics.BootNumber> kept = new ArrayList<>();
    List<Statistics.BootNumber> broken = new ArrayList<>();
    int unknown = 0;
    String unit = "";
    for (BootResult boot : run.bootsOf(run.candidate())) {
      for (CaseResult ran : boot.cases()) {
        if (!gate.covers(ran.path()) || ran.status() == Status.SKIP) {
          continue;
        }
        Optional<Metric> metric =
            ran.metrics().stream().filter(m -> m.name().equals(rule.metric())).findFirst();
        if (metric.isEmpty()) {
          unknown++;
          continue;
        }
        unit = Words.unit(metric.get().unit());
        Statistics.BootNumber number = Statistics.of(metric.get(), rule.statistic());
        Verdict one = of(number, rule);
        unknown += one == Verdict.INCONCLUSIVE ? 1 : 0;
        (one == Verdict.FAIL ? broken : kept).add(number);
      }
    }
    Verdict verdict =
        !broken.isEmpty()
            ? Verdict.FAIL
            : unknown > 0 || kept.isEmpty() ? Verdict.INCONCLUSIVE : Verdict.PASS;
    String reason = reason(broken, kept, unknown, unit);
    return new GateVerdict(
        gate.name(),
        gate.path(),
        Words.bound(rule, unit),
        verdict,
        gate.blocking(),
        reason,
        Optional.empty());
  }

  private static Verdict of(Statistics.BootNumber number, GateRule.Bound rule) {
    boolean above = rule.max().isPresent() && number.value() > rule.max().getAsDouble();
    boolean below = rule.min().isPresent() && number.value() < rule.min().getAsDouble();
    if (above || (below && !number.censored())) {
      return Verdict.FAIL;
    }
    boolean open = number.censored() && (rule.max().isPresent() || below);
    return open ? Verdict.INCONCLUSIVE : Verdict.PASS;
  }

  private static String reason(
      List<Statistics.BootNumber> broken,
      List<Statistics.BootNumber> kept,
      int unknown,
      String unit) {
    List<Statistics.BootNumber> told = broken.isEmpty() ? kept : broken;
    if (told.isEmpty()) {
      return "not measured";
    }
    var range = told.stream().mapToDouble(Statistics.BootNumber::value).summaryStatistics();
    String values =
        range.getMin() == range.getMax()
            ? Words.number(range.getMin())
            : Words.number(range.getMin()) + " to " + Words.number(range.getMax());
    String missing = unknown == 0 ? "" : "; %d times not known".formatted(unknown);
    return "%d of %d boots %s: %s%s%s"
        .formatted(
            told.size(),
            broken.size() + kept.size(),
            broken.isEmpty() ? "keep it" : "do not",
            values,
            unit,
            missing);
  }
}
