package dev.kedge.report.hang;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The lines of the hung-task detector (kernel/hung_task.c): who is blocked since when, and, since
 * 6.15, by whom. A task's name may hold spaces and colons, so names are read up to the last colon.
 */
sealed interface HungLine {
  /** {@code INFO: task X:1 blocked for more than 120 seconds.} and its variants. */
  record Blocked(TaskRef task, int seconds, boolean ioWait) implements HungLine {}

  /**
   * {@code INFO: task A:1 is blocked on a mutex likely owned by task B:2.}
   *
   * @param lock the kernel's word: mutex, semaphore or rw-semaphore
   * @param role {@code writer} or {@code reader} of a rw-semaphore, empty for others
   * @param owner who holds it, as far as the kernel found one
   * @param ownerRole as {@code role}; a reader is only the last one who took it
   */
  record Blocker(TaskRef task, String lock, String role, Optional<TaskRef> owner, String ownerRole)
      implements HungLine {}

  /** {@code Future hung task reports are suppressed}: silence is not health from here on. */
  record Suppressed() implements HungLine {}

  /** Reads a line; empty when it is none of the detector's. */
  static Optional<HungLine> read(String text) {
    if (text.startsWith("Future hung task reports are suppressed")) {
      return Optional.of(new Suppressed());
    }
    int info = text.indexOf("INFO: task ");
    if (info < 0 || info > 64) {
      return Optional.empty();
    }
    String rest = text.substring(info + "INFO: task ".length());
    Optional<HungLine> blocked = blocked(rest, " blocked for more than ", false);
    return blocked
        .or(() -> blocked(rest, " blocked in I/O wait for more than ", true))
        .or(() -> blocked(rest, " can't die for more than ", false))
        .or(() -> blocker(rest));
  }

  private static Optional<HungLine> blocked(String rest, String words, boolean io) {
    int at = rest.lastIndexOf(words);
    if (at < 0) {
      return Optional.empty();
    }
    OptionalInt seconds = TaskLine.number(rest, at + words.length());
    return task(rest.substring(0, at)).map(task -> new Blocked(task, seconds.orElse(0), io));
  }

  private static Optional<HungLine> blocker(String rest) {
    int on = rest.lastIndexOf(" blocked on a");
    if (on < 0) {
      return Optional.empty();
    }
    String who = rest.substring(0, on);
    if (who.endsWith(" is")) {
      who = who.substring(0, who.length() - " is".length());
    }
    String tail = rest.substring(rest.indexOf(' ', on + " blocked on ".length()) + 1);
    String lock = lock(tail);
    Optional<TaskRef> waiter = task(withoutRole(who));
    if (lock.isEmpty() || waiter.isEmpty()) {
      return Optional.empty();
    }
    int by = tail.indexOf(" by task ");
    String owner = by < 0 ? "" : tail.substring(by + " by task ".length());
    return Optional.of(
        new Blocker(waiter.get(), lock, role(who), task(withoutRole(trimEnd(owner))), role(owner)));
  }

  private static String lock(String tail) {
    for (String lock : new String[] {"mutex", "semaphore", "rw-semaphore"}) {
      if (tail.startsWith(lock + " likely ") || tail.startsWith(lock + ", but the ")) {
        return lock;
      }
    }
    return "";
  }

  private static String trimEnd(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String role(String who) {
    return who.endsWith("<writer>") ? "writer" : who.endsWith("<reader>") ? "reader" : "";
  }

  private static String withoutRole(String who) {
    String role = role(who);
    return role.isEmpty() ? who : who.substring(0, who.length() - role.length() - 2).strip();
  }

  /** {@code name:pid}; empty when no number stands after the last colon. */
  static Optional<TaskRef> task(String text) {
    String named = text.strip();
    int colon = named.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    OptionalInt pid = TaskLine.number(named, colon + 1);
    return pid.isPresent()
        ? Optional.of(new TaskRef(named.substring(0, colon), pid.getAsInt()))
        : Optional.empty();
  }
}
