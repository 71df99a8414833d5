package dev.kedge.linux.proc;

import java.util.Optional;

/**
 * What is used of {@code /proc/PID/stat} (do_task_stat, fs/proc/array.c).
 *
 * @param pid process or thread id
 * @param comm name, which may hold any byte, blanks and brackets too
 * @param state one letter: R, S, D, Z, T, t, X, I ...
 * @param parentPid parent process
 * @param flags PF_ flags of the task
 * @param userTicks user CPU time in clock ticks
 * @param systemTicks kernel CPU time in clock ticks
 * @param startTicks start of the task after boot, in clock ticks: with the pid it names one task
 * @param rssPages resident pages
 */
public record TaskStat(
    int pid,
    String comm,
    char state,
    int parentPid,
    long flags,
    long userTicks,
    long systemTicks,
    long startTicks,
    long rssPages) {
  private static final long PF_KTHREAD = 0x0020_0000;
  private static final int FIELDS_AFTER_COMM = 22;

  /** Clock ticks per second in procfs (USER_HZ), 100 on every architecture Kedge runs on. */
  public static final long TICKS_PER_SECOND = 100;

  /** Reads the text; empty when it has another form. */
  public static Optional<TaskStat> parse(String text) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 1 || close < open || close + 2 >= text.length()) {
      return Optional.empty();
    }
    String[] rest = text.substring(close + 2).strip().split(" ", -1);
    if (rest.length < FIELDS_AFTER_COMM || rest[0].length() != 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TaskStat(
              Integer.parseInt(text.substring(0, open).strip()),
              text.substring(open + 1, close),
              rest[0].charAt(0),
              Integer.parseInt(rest[1]),
              Long.parseLong(rest[6]),
              Long.parseLong(rest[11]),
              Long.parseLong(rest[12]),
              Long.parseLong(rest[19]),
              Long.parseLong(rest[21])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** True for threads of the kernel, which have no user memory. */
  public boolean kernelThread() {
    return (flags & PF_KTHREAD) != 0;
  }
}
