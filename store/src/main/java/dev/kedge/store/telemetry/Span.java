package dev.kedge.store.telemetry;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.store.sql.Micros;

/** Which windows a question is about: as a condition on rows and as one on windows in memory. */
record Span(HostId host, TimeRange range, SampleKind kind) {
  /** For tables with the columns of a window; takes {@link #parameters}. */
  static final String WHERE = " WHERE host = ? AND kind = ? AND start_us < ? AND end_us > ?";

  /** Adds: of windows or blocks that lie in the span as a whole; takes {@link #limits}. */
  static final String WHOLE = " AND start_us >= ? AND end_us <= ?";

  /** Adds: of those that do not; takes {@link #limits}. */
  static final String CUT = " AND (start_us < ? OR end_us > ?)";

  private static final long SLOT_MICROS = SampleMoments.SLOT.toNanos() / 1000;

  long start() {
    return Micros.of(range.start());
  }

  long end() {
    return Micros.of(range.end());
  }

  Object[] parameters() {
    return new Object[] {host.value(), kind.wireName(), end(), start()};
  }

  Object[] limits() {
    return new Object[] {start(), end()};
  }

  /** The middle of a slot of a window, in microseconds since 1970. */
  static long micros(long windowStartMicros, int slot) {
    return windowStartMicros + slot * SLOT_MICROS + SLOT_MICROS / 2;
  }

  /** Whether a moment lies in the span. */
  boolean holds(long micros) {
    return micros >= start() && micros < end();
  }

  boolean has(ProfileWindow window) {
    return window.kind() == kind
        && Micros.of(window.range().start()) < end()
        && Micros.of(window.range().end()) > start();
  }
}
