package dev.kedge.verify.flake;

import dev.kedge.verify.result.Status;

/**
 * How often a case ran and failed.
 *
 * @param runs how often it came to a verdict, pass or fail
 * @param failures how often it failed
 */
public record Tally(int runs, int failures) {
  /** Nothing ran. */
  public static final Tally EMPTY = new Tally(0, 0);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException when one is negative or there are more failures than runs
   */
  public Tally {
    if (failures < 0 || runs < failures) {
      throw new IllegalArgumentException("%d failures in %d runs".formatted(failures, runs));
    }
  }

  /**
   * One run more. A run that came to no verdict (an error of the test, a miss, a skip) is not
   * counted: it says nothing about the kernel.
   */
  public Tally with(Status status) {
    return switch (status) {
      case FAIL -> new Tally(runs + 1, failures + 1);
      case PASS, DONE -> new Tally(runs + 1, failures);
      case ERROR, MISS, SKIP -> this;
    };
  }

  /** Both together. */
  public Tally and(Tally other) {
    return new Tally(runs + other.runs, failures + other.failures);
  }

  /** How often it passed. */
  public int passes() {
    return runs - failures;
  }
}
