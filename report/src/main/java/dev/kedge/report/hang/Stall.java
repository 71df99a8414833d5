package dev.kedge.report.hang;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A CPU or task that does not let others go on, as a stall report names it.
 *
 * @param kind what the kernel calls it
 * @param cpu the CPU that is stuck, unless the report names a task alone
 * @param task what was on that CPU, or the reader that holds up RCU, as far as the log tells
 * @param line where the log says so
 */
public record Stall(Kind kind, OptionalInt cpu, Optional<TaskRef> task, int line) {
  /** The detectors. */
  public enum Kind {
    /** An RCU grace period cannot end. */
    RCU("RCU stall"),
    /** A CPU has not let the watchdog thread run. */
    SOFT_LOCKUP("soft lockup"),
    /** A CPU has not taken interrupts. */
    HARD_LOCKUP("hard lockup");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The field's name for it. */
    public String label() {
      return label;
    }
  }
}
