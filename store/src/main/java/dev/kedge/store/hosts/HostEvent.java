package dev.kedge.store.hosts;

import dev.kedge.report.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened on a host.
 *
 * @param at when
 * @param kind what
 * @param title in words; of a report its title, which others wrote
 * @param issue issue of a report or fleet event
 * @param severity of these
 * @param device what a fleet event is of
 * @param times how often the kernel said it
 * @param lasted time from the first to the last time
 */
public record HostEvent(
    Instant at,
    Kind kind,
    String title,
    OptionalLong issue,
    Optional<Severity> severity,
    Optional<String> device,
    long times,
    Duration lasted) {
  /** Something other than a report or fleet event. */
  static HostEvent of(Instant at, Kind kind, String title) {
    return new HostEvent(
        at,
        kind,
        title,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Duration.ZERO);
  }

  /** Kinds of events. */
  public enum Kind {
    /** The host booted. */
    BOOT("boot"),
    /** The host came up with another kernel than before. */
    KERNEL("kernel"),
    /** The kernel reported something about itself. */
    REPORT("report"),
    /** The kernel said something else about its machine: a device was reset, memory ran out. */
    EVENT("event"),
    /** The agent started anew. */
    AGENT("agent");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** The stable name used in the store and in the API. */
    public String wireName() {
      return wireName;
    }
  }
}
