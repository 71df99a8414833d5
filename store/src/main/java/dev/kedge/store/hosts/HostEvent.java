package dev.kedge.store.hosts;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Something that happened on a host.
 *
 * @param at when
 * @param kind what
 * @param title in words; of a report its title, which others wrote
 * @param issue issue of a report
 */
public record HostEvent(Instant at, Kind kind, String title, OptionalLong issue) {
  /** Kinds of events. */
  public enum Kind {
    /** The host booted. */
    BOOT("boot"),
    /** The host came up with another kernel than before. */
    KERNEL("kernel"),
    /** The kernel reported something about itself. */
    REPORT("report"),
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
