package dev.kedge.cli.bandwidth;

import java.io.PrintWriter;
import java.time.Duration;

/** How long a live host is observed. */
final class ObservationInterval {
  static final Duration DEFAULT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private ObservationInterval() {}

  /** The interval, after it was checked and announced. */
  static Duration checked(Duration interval, PrintWriter err) {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("--interval: expected 1s to 15m");
    }
    if (interval.compareTo(Duration.ofSeconds(2)) > 0) {
      err.println("observing this host for %d s".formatted(interval.toSeconds()));
      err.flush();
    }
    return interval;
  }
}
