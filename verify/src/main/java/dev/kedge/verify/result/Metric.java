package dev.kedge.verify.result;

import java.util.List;

/**
 * What one case measured in one boot.
 *
 * @param name the metric's name inside its case, for example {@code victim_max}
 * @param unit the unit after UCUM: {@code ms}, {@code us}, {@code KiBy}, {@code 1} for a count
 * @param better which direction is an improvement
 * @param values the values in the order they were measured; one for a total, many for a
 *     distribution; at most 100,000
 * @param censored how many of the values (the last ones) are lower bounds: operations that had not
 *     ended when the window did
 */
public record Metric(String name, String unit, Better better, List<Double> values, int censored) {
  /** The most values one metric of one boot may carry. */
  public static final int MAX_VALUES = 100_000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when there is no value, too many, or more censored than values
   */
  public Metric {
    values = List.copyOf(values);
    if (values.isEmpty() || values.size() > MAX_VALUES) {
      throw new IllegalArgumentException(
          "metric %s: %d values, expected 1 to %d".formatted(name, values.size(), MAX_VALUES));
    }
    if (censored < 0 || censored > values.size()) {
      throw new IllegalArgumentException(
          "metric %s: %d of %d values censored".formatted(name, censored, values.size()));
    }
  }
}
