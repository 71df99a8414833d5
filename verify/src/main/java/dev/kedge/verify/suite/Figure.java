package dev.kedge.verify.suite;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that a script prints.
 *
 * @param name the metric's name
 * @param unit its unit after UCUM
 * @param better which direction is an improvement
 * @param pattern finds it in a line; its first group is the number
 */
record Figure(String name, String unit, Better better, Pattern pattern) {
  /** Lines are cut here before they are searched, so that no pattern runs for ever. */
  static final int LONGEST_LINE = 4_096;

  /** The numbers that stand in some lines, in order; empty when there is none. */
  Optional<Metric> in(List<String> lines) {
    List<Double> values = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = pattern.matcher(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
      if (values.size() < Metric.MAX_VALUES && matcher.find()) {
        number(matcher.group(1)).ifPresent(values::add);
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Metric(name, unit, better, values, 0));
  }

  private static Optional<Double> number(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException | NullPointerException e) {
      return Optional.empty();
    }
  }
}
