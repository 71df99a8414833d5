package dev.kedge.report.hang;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a log tells about one task.
 *
 * @param task its name and thread id
 * @param state scheduler state of its newest dump
 * @param cpu the CPU it ran on when its stack was taken
 * @param stack functions of its newest stack, innermost first
 * @param guessed the kernel trusts no function of the stack; else those it does not trust are left
 *     out
 * @param blockedSeconds the longest time the hung-task detector names, 0 when it did not report it
 * @param ioWait the detector says it waits for I/O
 * @param reports how often the detector reported it
 * @param work the function a kernel worker runs, empty for others
 * @param locks what lockdep lists for it, in the order of entry
 * @param lockCount locks lockdep counts for it; it does not list those of a task that runs
 * @param line where the log names it first, counted from 1
 */
public record TaskSnapshot(
    TaskRef task,
    RunState state,
    OptionalInt cpu,
    List<String> stack,
    boolean guessed,
    int blockedSeconds,
    boolean ioWait,
    int reports,
    String work,
    List<HeldLock> locks,
    int lockCount,
    int line) {
  public TaskSnapshot {
    stack = List.copyOf(stack);
    locks = List.copyOf(locks);
  }

  /** Whether the hung-task detector reported it. */
  public boolean hung() {
    return reports > 0;
  }

  /** Whether lockdep counted locks and did not list them, as it does for tasks that run. */
  boolean hidesLocks() {
    return lockCount > 0 && locks.isEmpty();
  }
}
