package dev.kedge.report.hang;

import java.util.List;

/**
 * Tasks that wait for each other: a deadlock.
 *
 * @param waits one wait per task; the holder of each is the waiter of the next, and of the last the
 *     waiter of the first
 * @param certain no holder on the way is only inferred
 */
public record Cycle(List<Wait> waits, boolean certain) {
  public Cycle {
    waits = List.copyOf(waits);
  }

  /** {@code a:1 -> mutex m -> b:2 -> mutex n -> a:1}. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Wait wait : waits) {
      out.append(wait.waiter()).append(" -> ").append(wait.resource().text()).append(" -> ");
    }
    return out.append(waits.getFirst().waiter()).toString();
  }
}
