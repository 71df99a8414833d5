package dev.kedge.bandwidth.whatif;

import java.util.List;
import java.util.OptionalDouble;

/** How uneven a series of usage steps is. */
final class Variation {
  private static final int FEWEST_STEPS = 10;

  private Variation() {}

  /** Standard deviation over mean; empty for fewer than ten steps or no usage at all. */
  static OptionalDouble of(List<Long> steps) {
    double mean = steps.stream().mapToLong(Long::longValue).average().orElse(0);
    if (steps.size() < FEWEST_STEPS || mean <= 0) {
      return OptionalDouble.empty();
    }
    double squares =
        steps.stream().mapToDouble(step -> (step - mean) * (step - mean)).sum() / steps.size();
    return OptionalDouble.of(Math.sqrt(squares) / mean);
  }
}
