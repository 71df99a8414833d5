package dev.kedge.verify.compare;

/**
 * Changes up to this size are of no interest: the greater of both counts.
 *
 * @param relative as a share of the baseline: 0.1 is 10 %
 * @param absolute in the metric's unit
 */
public record Tolerance(double relative, double absolute) {
  /** 10 % of the baseline. */
  public static final Tolerance DEFAULT = new Tolerance(0.10, 0);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one is negative, infinite or not a number
   */
  public Tolerance {
    if (!(relative >= 0 && relative < 1e6 && absolute >= 0 && absolute < Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "tolerance %s relative, %s absolute: expected two numbers from 0"
              .formatted(relative, absolute));
    }
  }
}
