package dev.kedge.verify.compare;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Method;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.Scale;
import dev.kedge.verify.result.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges the gates that compare a metric with the baseline. */
final class ComparingGates {
  private ComparingGates() {}

  static GateVerdict judge(
      Gate gate, GateRule.Compared rule, List<RunComparison.Gated> gated, int rounds) {
    List<MetricComparison> looked =
        gated.stream()
            .filter(one -> one.gate().equals(gate))
            .map(RunComparison.Gated::comparison)
            .toList();
    Verdict verdict =
        looked.isEmpty()
            ? Verdict.INCONCLUSIVE
            : looked.stream().map(c -> of(c, rule)).reduce(Verdict.PASS, Verdict::and);
    String reason =
        looked.stream()
            .filter(c -> of(c, rule) == verdict)
            .findFirst()
            .map(c -> Words.compared(c) + hint(c, verdict, rounds))
            .orElse("not measured on both kernels");
    return new GateVerdict(
        gate.name(),
        gate.path(),
        Words.rule(rule),
        verdict,
        gate.blocking(),
        reason,
        Optional.empty());
  }

  private static String hint(MetricComparison c, Verdict verdict, int rounds) {
    int fewest = Math.min(c.baseline().boots().size(), c.candidate().boots().size());
    return verdict == Verdict.INCONCLUSIVE && fewest < rounds
        ? "; too few boots, at least %d rounds are needed".formatted(rounds)
        : "";
  }

  private static Verdict of(MetricComparison c, GateRule.Compared rule) {
    if (c.change() == Change.WORSE || c.change() == Change.DIFFERENT) {
      return Verdict.FAIL;
    }
    if (c.change() == Change.UNKNOWN) {
      return Verdict.INCONCLUSIVE;
    }
    return switch (rule) {
      case GateRule.Ratio ratio -> ratio(c, ratio);
      case GateRule.NoRegression none -> noRegression(c, none);
    };
  }

  private static Verdict ratio(MetricComparison c, GateRule.Ratio rule) {
    if (c.scale() != Scale.RELATIVE || c.better() == Better.NEITHER || anyCensored(c)) {
      return Verdict.INCONCLUSIVE;
    }
    boolean shown =
        c.better() == Better.LOWER ? 1 + c.high() <= rule.max() : (1 + c.low()) * rule.max() >= 1;
    return shown ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  private static boolean anyCensored(MetricComparison c) {
    return c.baseline().anyCensored() || c.candidate().anyCensored();
  }

  private static Verdict noRegression(MetricComparison c, GateRule.NoRegression rule) {
    boolean couldSee = c.detectable().isPresent() || c.method() == Method.WITHIN_BOOTS;
    if (!couldSee) {
      return Verdict.INCONCLUSIVE;
    }
    boolean hidden =
        rule.mustSee().isPresent()
            && (c.scale() != Scale.RELATIVE
                || c.detectable().isEmpty()
                || c.detectable().getAsDouble() > rule.mustSee().getAsDouble());
    return hidden ? Verdict.INCONCLUSIVE : Verdict.PASS;
  }
}
