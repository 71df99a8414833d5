package dev.kedge.report.hang;

import dev.kedge.report.line.Ascii;

/**
 * One entry of lockdep's list of a task's locks. Lockdep enters a lock before it waits for it, so
 * the last entry of a blocked task may be what the task waits for, not what it holds
 * (kernel/locking/lockdep.c, lock_acquire).
 *
 * @param index position in the list; the highest was entered last
 * @param instance address of the lock as printed; empty on 4.x kernels, which do not print it
 * @param lockClass name of the lock's class
 * @param at function that took the lock, or tries to
 */
public record HeldLock(int index, String instance, String lockClass, String at) {
  /**
   * What two tasks' entries must share to be the same lock: the address, the name of a lock of
   * which there is one in the system, or else the class, which says less.
   */
  public String key() {
    return instance.isEmpty() ? lockClass : lockClass + "@" + instance;
  }

  /** Whether equal keys mean the same lock, not only the same class of lock. */
  public boolean exact() {
    return !instance.isEmpty() || isOneOfAKind(lockClass);
  }

  /**
   * A lock named by a plain identifier is a variable of its own; names of locks inside objects are
   * expressions ({@code &dev->mutex}, {@code sb_writers#3}).
   */
  private static boolean isOneOfAKind(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Ascii.isAlphanumeric(c) && c != '_' && c != '.') {
        return false;
      }
    }
    return name.endsWith("mutex") || name.endsWith("lock") || name.endsWith("sem");
  }
}
