package dev.kedge.bandwidth.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How one kind of dangerous limit is recognised. Wording, severity and thresholds are in the rules
 * file.
 *
 * @param id its name there
 * @param thresholds the thresholds the file must give it
 * @param figures the placeholders its wording may use
 * @param test looks at one group
 */
record LimitRule(
    String id,
    List<String> thresholds,
    List<String> figures,
    BiFunction<CheckedGroup, Thresholds, Optional<Hit>> test) {

  /** The thresholds of a rule by name. */
  interface Thresholds {
    double get(String name);
  }

  /**
   * The rule is broken.
   *
   * @param figures values of the placeholders
   * @param writes what mends it, empty when no write does
   */
  record Hit(Map<String, String> figures, List<FileWrite> writes) {}

  static Optional<Hit> hit(Map<String, String> figures, List<FileWrite> writes) {
    return Optional.of(new Hit(figures, writes));
  }
}
