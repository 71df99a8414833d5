package dev.kedge.server.api;

import java.time.Duration;

/**
 * Bounds of what is asked.
 *
 * @param concurrentQueries questions answered at once
 * @param patience how long one waits for its turn before it is told to come back
 * @param maxSpan longest time range answered
 */
public record QueryLimits(int concurrentQueries, Duration patience, Duration maxSpan) {
  /** 16 at once, 10 s of patience, 400 days. */
  public static QueryLimits standard() {
    return new QueryLimits(16, Duration.ofSeconds(10), Duration.ofDays(400));
  }
}
