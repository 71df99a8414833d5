package dev.kedge.store.telemetry;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.sql.Micros;

/** Which windows a question is about: as a condition on rows and as one on windows in memory. */
record Span(HostId host, TimeRange range, SampleKind kind) {
  /** For tables with the columns of a window; takes {@link #parameters}. */
  static final String WHERE = " WHERE host = ? AND kind = ? AND start_us < ? AND end_us > ?";

  long start() {
    return Micros.of(range.start());
  }

  long end() {
    return Micros.of(range.end());
  }

  Object[] parameters() {
    return new Object[] {host.value(), kind.wireName(), end(), start()};
  }

  boolean has(ProfileWindow window) {
    return window.kind() == kind
        && Micros.of(window.range().start()) < end()
        && Micros.of(window.range().end()) > start();
  }
}
