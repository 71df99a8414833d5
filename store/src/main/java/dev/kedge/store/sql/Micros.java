package dev.kedge.store.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as whole microseconds since 1970, the form in which both databases keep time: exact in a
 * 64-bit column, the same in SQLite, PostgreSQL and Parquet.
 */
public final class Micros {
  /** First instant that can be kept. */
  public static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");

  /** Last instant that can be kept. */
  public static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Micros() {}

  /** Whole microseconds, rounded down; what lies outside of four-digit years is moved to them. */
  public static long of(Instant instant) {
    Instant kept = instant.isBefore(MIN) ? MIN : instant.isAfter(MAX) ? MAX : instant;
    return ChronoUnit.MICROS.between(Instant.EPOCH, kept.truncatedTo(ChronoUnit.MICROS));
  }

  /** The instant of that many microseconds. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
