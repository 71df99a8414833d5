package dev.kedge.server.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells times that no clock of a host should show. Immutable. */
final class FutureCheck {
  /** How far a host's clock may run ahead; data from the far future would never be retired. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  private final InstantSource clock;

  FutureCheck(InstantSource clock) {
    this.clock = clock;
  }

  boolean isTooFar(Instant at) {
    return at.isAfter(clock.instant().plus(MAX_AHEAD));
  }

  String message(Instant at) {
    return "the message is of %s, more than a day after this server's time %s; compare the clocks"
        .formatted(at, clock.instant());
  }
}
