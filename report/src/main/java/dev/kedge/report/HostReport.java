package dev.kedge.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A report with the machine it is of, as far as the input tells.
 *
 * @param host the machine's name in the input, empty when it names none
 * @param boot which boot of this machine in the input, from 0
 * @param bootId the boot's name in the input, empty when it tells none
 * @param lost records known to be lost among the report's lines, -1 when some are but not how many
 * @param at when its first line was printed, where the carrier tells it with a zone
 * @param report the report; its lines are those of the input
 */
public record HostReport(
    String host, int boot, String bootId, long lost, Optional<Instant> at, KernelReport report) {
  /** The time of microseconds since 1970, empty when they are negative. */
  static Optional<Instant> instant(long wallMicros) {
    return wallMicros < 0
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(wallMicros, ChronoUnit.MICROS));
  }

  HostReport on(String name) {
    return new HostReport(name, boot, bootId, lost, at, report);
  }
}
