package dev.kedge.store.sql;

import java.time.Duration;

/** Durations as whole nanoseconds, the form in which the database keeps them. */
public final class Nanos {
  private Nanos() {}

  /** Nanoseconds of a duration; what exceeds 292 years is cut to it. */
  public static long of(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException _) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
