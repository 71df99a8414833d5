package dev.kedge.report.hang;

import dev.kedge.report.line.Ascii;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringTokenizer;

/**
 * The line that begins a task's dump (kernel/sched/core.c, sched_show_task). Layouts by age:
 *
 * <pre>
 *   up to 4.x   init            D ffff88008ad8f5b0     0  2293      1 0x00000000
 *   up to 5.9   jbd2/sda-8      D22600  3563      2 0x80000000
 *   5.10        task:init            state:D stack:    0 pid:    1 ppid:     0 flags:0x00000000
 *   6.13        task:init  state:D stack:0  pid:1 tgid:1 ppid:0 task_flags:0x400140 flags:0x00000019
 * </pre>
 *
 * A runnable task has {@code R running task} instead, and since 5.10 maybe {@code on cpu 3}.
 */
record TaskLine(TaskRef task, RunState state, OptionalInt cpu) {
  private static final int OLD_STATE_COLUMN = 16;
  private static final String OLD_STATES = "RSDTtXZPIK";
  private static final String STATE = " state:";
  private static final int MAX_LINE = 400;

  /** The task of the line; empty when it begins no dump. */
  static Optional<TaskLine> read(String text) {
    if (text.length() > MAX_LINE) {
      return Optional.empty();
    }
    return text.startsWith("task:") ? readNamed(text) : readColumns(text);
  }

  private static Optional<TaskLine> readNamed(String text) {
    int state = text.lastIndexOf(STATE);
    int letter = state + STATE.length();
    int pid = state < 0 ? -1 : text.indexOf(" pid:", letter);
    if (pid < 0 || letter >= text.length()) {
      return Optional.empty();
    }
    OptionalInt number = number(text, pid + " pid:".length());
    if (number.isEmpty()) {
      return Optional.empty();
    }
    String comm = text.substring("task:".length(), Math.max("task:".length(), state)).strip();
    int cpu = text.indexOf("on cpu", letter);
    OptionalInt onCpu =
        cpu >= 0 && cpu < pid ? number(text, cpu + "on cpu".length()) : OptionalInt.empty();
    return Optional.of(
        new TaskLine(
            new TaskRef(comm, number.getAsInt()), RunState.of(text.charAt(letter)), onCpu));
  }

  /**
   * The name fills 15 columns, the state stands in the 17th, the numbers are read from the right.
   */
  private static Optional<TaskLine> readColumns(String text) {
    boolean shaped =
        text.length() > OLD_STATE_COLUMN + 4
            && text.charAt(OLD_STATE_COLUMN - 1) == ' '
            && !text.startsWith(" ")
            && OLD_STATES.indexOf(text.charAt(OLD_STATE_COLUMN)) >= 0;
    int flags = shaped ? text.lastIndexOf(" 0x") : -1;
    if (flags < OLD_STATE_COLUMN) {
      return Optional.empty();
    }
    StringTokenizer words = new StringTokenizer(text.substring(OLD_STATE_COLUMN + 1, flags));
    String parent = "";
    String pid = "";
    String before = "";
    while (words.hasMoreTokens()) {
      before = pid;
      pid = parent;
      parent = words.nextToken();
    }
    OptionalInt number = number(pid, 0);
    boolean stack = !before.isEmpty() || Ascii.isDigit(text.charAt(OLD_STATE_COLUMN + 1));
    if (number.isEmpty() || number(parent, 0).isEmpty() || !stack) {
      return Optional.empty();
    }
    String comm = text.substring(0, OLD_STATE_COLUMN - 1).stripTrailing();
    return Optional.of(
        new TaskLine(
            new TaskRef(comm, number.getAsInt()),
            RunState.of(text.charAt(OLD_STATE_COLUMN)),
            OptionalInt.empty()));
  }

  /** The decimal number at an index, after spaces; empty when there is none of at most 9 digits. */
  static OptionalInt number(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int value = 0;
    int digits = at;
    while (at < text.length() && Ascii.isDigit(text.charAt(at)) && at - digits < 10) {
      value = value * 10 + (text.charAt(at) - '0');
      at++;
    }
    return at == digits || at - digits > 9 ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
