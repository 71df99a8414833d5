package dev.kedge.report.hang;

import java.util.List;

/**
 * One task's wait.
 *
 * @param waiter who waits
 * @param resource for what
 * @param holders who holds it; empty when the log does not tell
 * @param ownerNotFound the kernel looked for the owner and found none
 */
public record Wait(TaskRef waiter, Resource resource, List<Holder> holders, boolean ownerNotFound) {
  public Wait {
    holders = List.copyOf(holders);
  }
}
