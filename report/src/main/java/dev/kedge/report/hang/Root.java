package dev.kedge.report.hang;

import java.util.Locale;
import java.util.Optional;

/**
 * Where waiting ends: nobody the log names holds it up.
 *
 * @param task the task that does not go on; empty when it is the holder of a lock and the log does
 *     not tell who that is
 * @param kind why it does not go on
 * @param reason the same for people, with the function where it stands
 * @param waiters tasks that wait for it, directly or through others
 * @param certain some wait leads here without an inferred holder at its end
 */
public record Root(Optional<TaskRef> task, Kind kind, String reason, int waiters, boolean certain) {
  /** The task's name, or what stands for it. */
  public String who() {
    return task.map(TaskRef::toString).orElse("unnamed holder");
  }

  /** Why a task does not go on. */
  public enum Kind {
    /** Sleeps uninterruptibly for a disk. */
    IO,
    /** Can run and is not on a CPU: throttled by its cgroup's quota, or starved. */
    RUNNABLE,
    /** Is on a CPU: loops, or is just slow. */
    RUNNING,
    /** Sleeps, interruptibly, while it holds what others want. */
    SLEEPING,
    /** Waits for something no task holds: a server, a completion, a grace period. */
    EVENT,
    /** Exited, or let go of the lock: the kernel found no owner. */
    GONE,
    /** Each task of a cycle waits for the next. */
    CYCLE,
    /** The log does not tell. */
    UNKNOWN;

    /** As texts and JSON write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
