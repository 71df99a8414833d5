package dev.kedge.verify.machine;

import java.time.Duration;

/**
 * When a machine is stopped.
 *
 * @param ready from its start until its guest is ready for suites
 * @param suite for each suite, unless the suite has a limit of its own
 * @param total for the whole boot
 * @param consoleBytes how much kernel text it may print
 * @param frameBytes how much its programs may print
 */
public record BootLimits(
    Duration ready, Duration suite, Duration total, long consoleBytes, long frameBytes) {
  /** For machines in virtual time on a host that has other work too. */
  public static final BootLimits USUAL =
      new BootLimits(
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMinutes(20),
          32L << 20,
          128L << 20);
}
