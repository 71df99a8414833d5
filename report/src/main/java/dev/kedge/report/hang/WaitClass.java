package dev.kedge.report.hang;

import java.util.Locale;
import java.util.Optional;

/** What kind of thing a task waits for. */
public enum WaitClass {
  /** A lock some task holds. */
  LOCK,
  /** A disk. */
  IO,
  /** Something no task holds: a completion, a device, the end of a task. */
  EVENT,
  /** A work item of a kernel worker. */
  WORK,
  /** An RCU grace period. */
  RCU,
  /** A file system's journal. */
  JOURNAL,
  /** A server, in user space or on another host. */
  SERVER,
  /** Free memory. */
  MEMORY,
  /** Not known. */
  UNKNOWN;

  /** As rules files and JSON write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<WaitClass> of(String label) {
    for (WaitClass known : values()) {
      if (known != UNKNOWN && known.label().equals(label)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
