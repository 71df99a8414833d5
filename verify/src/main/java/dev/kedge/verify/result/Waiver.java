package dev.kedge.verify.result;

import java.time.LocalDate;

/**
 * Somebody's promise to answer for one gate that fails.
 *
 * @param gate the gate's name in the plan
 * @param owner who answers for it
 * @param reason why the kernel may go on nevertheless
 * @param expires the last day on which it counts, in UTC
 */
public record Waiver(String gate, String owner, String reason, LocalDate expires) {
  /**
   * Checks that somebody answers for it.
   *
   * @throws IllegalArgumentException when the gate, the owner or the reason is blank
   */
  public Waiver {
    if (gate.isBlank() || owner.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a waiver names its gate, its owner and its reason");
    }
  }

  /** Whether it still counts on {@code day}. */
  public boolean countsOn(LocalDate day) {
    return !day.isAfter(expires);
  }
}
