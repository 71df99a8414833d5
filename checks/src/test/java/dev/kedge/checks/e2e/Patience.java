package dev.kedge.checks.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks again and again until something is so; fails when it takes longer than anyone would wait.
 */
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private Patience() {}

  /** The first value that {@code ask} gives; {@code what} names it in the failure. */
  static <T> T until(Duration longest, String what, Supplier<Optional<T>> ask) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      Optional<T> answer = ask.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("after " + longest.toSeconds() + " s still not: " + what);
      }
      sleep(PAUSE);
    }
  }

  /** Returns once {@code ask} says so. */
  static void until(Duration longest, String what, BooleanSupplier ask) {
    until(longest, what, () -> ask.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
