package dev.kedge.bandwidth.picture;

import java.util.List;

/** What a task does over an interval; asleep and not there are no state. */
public enum TaskState {
  /** Runs in user mode. */
  USER(0, "user", 'u', "runs in user mode"),
  /** Runs in kernel mode. */
  KERNEL(1, "kernel", 'K', "runs in kernel mode"),
  /** Could run and waits for its turn on a CPU. */
  RUNNABLE(2, "runnable", '.', "waits for a CPU"),
  /** Could run, but the queue of its group or of one above is throttled under it. */
  STRANDED(3, "stranded", 'X', "its group is throttled under it"),
  /** Taken off its queue at the return to user mode, until the next refill. */
  LIMBO(4, "limbo", 'T', "throttled at its return to user mode"),
  /** Blocked on a lock. */
  LOCK(5, "lock", 'L', "waits for a lock");

  private static final List<TaskState> BY_CODE =
      List.of(USER, KERNEL, RUNNABLE, STRANDED, LIMBO, LOCK);

  private final int code;
  private final String label;
  private final char symbol;
  private final String meaning;

  TaskState(int code, String label, char symbol, String meaning) {
    this.code = code;
    this.label = label;
    this.symbol = symbol;
    this.meaning = meaning;
  }

  /** Its number in {@link Segments} and in JSON columns. */
  public int code() {
    return code;
  }

  /** The state with a number. */
  static TaskState of(int code) {
    return BY_CODE.get(code);
  }

  /** The word of JSON columns and style classes. */
  public String label() {
    return label;
  }

  /** The character of the text picture. */
  public char symbol() {
    return symbol;
  }

  /** For a legend. */
  public String meaning() {
    return meaning;
  }
}
