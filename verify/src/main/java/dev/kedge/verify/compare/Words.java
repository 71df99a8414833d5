package dev.kedge.verify.compare;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.Scale;
import dev.kedge.verify.result.Statistic;
import java.util.Locale;

/** Figures and rules in words, as gates tell them. */
final class Words {
  private Words() {}

  /** Three significant digits, without an exponent where it reads well. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size >= 1e7 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  static String share(double share) {
    return number(100 * share) + " %";
  }

  static String probability(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /** The unit behind a number; nothing for a count. */
  static String unit(String unit) {
    return unit.isEmpty() || unit.equals("1") ? "" : " " + unit;
  }

  static String bound(GateRule.Bound rule, String unit) {
    StringBuilder text = new StringBuilder(name(rule));
    rule.min().ifPresent(min -> text.append(" at least ").append(number(min)).append(unit));
    if (rule.min().isPresent() && rule.max().isPresent()) {
      text.append(" and");
    }
    rule.max().ifPresent(max -> text.append(" at most ").append(number(max)).append(unit));
    return text.toString();
  }

  static String rule(GateRule.Compared rule) {
    return switch (rule) {
      case GateRule.Ratio ratio ->
          "%s shown to be within %s times the baseline".formatted(name(rule), number(ratio.max()));
      case GateRule.NoRegression none ->
          "%s not worse than the baseline by more than %s"
              .formatted(name(rule), tolerance(none.tolerance()));
    };
  }

  private static String tolerance(Tolerance tolerance) {
    return tolerance.absolute() == 0
        ? share(tolerance.relative())
        : share(tolerance.relative()) + " or " + number(tolerance.absolute());
  }

  private static String name(GateRule.OfMetric rule) {
    return rule.statistic() == Statistic.VALUE
        ? rule.metric()
        : rule.metric() + " " + rule.statistic().name().toLowerCase(Locale.ROOT);
  }

  /** The figures of a comparison in one sentence. */
  static String compared(MetricComparison c) {
    String unit = unit(c.unit());
    String medians =
        "%s%s against %s%s"
            .formatted(number(c.candidate().median()), unit, number(c.baseline().median()), unit);
    String effect =
        c.scale() == Scale.RELATIVE
            ? "%s %% [%s, %s]"
                .formatted(signed(100 * c.effect()), signed(100 * c.low()), signed(100 * c.high()))
            : "%s%s [%s, %s]"
                .formatted(signed(c.effect()), unit, signed(c.low()), signed(c.high()));
    String seen =
        c.detectable().isEmpty()
            ? ""
            : "; a %s of %s could have been seen"
                .formatted(
                    c.better() == Better.HIGHER ? "loss" : "rise",
                    c.scale() == Scale.RELATIVE
                        ? share(c.detectable().getAsDouble())
                        : number(c.detectable().getAsDouble()) + unit);
    return "%s, %s, p %s (%s)%s"
        .formatted(medians, effect, probability(c.adjustedP()), c.note(), seen);
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }
}
