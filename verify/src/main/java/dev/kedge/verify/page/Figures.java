package dev.kedge.verify.page;

import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.Scale;
import java.util.Locale;

/** Numbers as the page shows them. */
final class Figures {
  private Figures() {}

  /** Three significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size >= 1e7 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /** With its unit; a count has none. */
  static String withUnit(double value, String unit) {
    return number(value) + (unit.isEmpty() || unit.equals("1") ? "" : " " + unit);
  }

  static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  static String effect(MetricComparison c, double effect) {
    return c.scale() == Scale.RELATIVE
        ? signed(100 * effect) + " %"
        : signed(effect) + (c.unit().equals("1") ? "" : " " + c.unit());
  }

  static String size(MetricComparison c, double size) {
    return c.scale() == Scale.RELATIVE ? number(100 * size) + " %" : withUnit(size, c.unit());
  }

  static String probability(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
