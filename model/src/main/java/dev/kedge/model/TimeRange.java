package dev.kedge.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A half-open span of wall-clock time.
 *
 * @param start first instant inside
 * @param end first instant after, not before {@code start}
 */
public record TimeRange(Instant start, Instant end) {
  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when it ends before it starts
   */
  public TimeRange {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(
          "time range ends at %s, before its start %s".formatted(end, start));
    }
  }

  public Duration duration() {
    return Duration.between(start, end);
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }

  /** True when the two spans share at least one instant; an empty span shares none. */
  public boolean overlaps(TimeRange other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }
}
