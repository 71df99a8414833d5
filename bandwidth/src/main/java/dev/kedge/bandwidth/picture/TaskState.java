package dev.kedge.bandwidth.picture;

/** What a task does over an interval; asleep and not there are no state. */
public enum TaskState {
  /** Runs in user mode. */
  USER("user", 'u', "runs in user mode"),
  /** Runs in kernel mode. */
  KERNEL("kernel", 'K', "runs in kernel mode"),
  /** Could run and waits for its turn on a CPU. */
  RUNNABLE("runnable", '.', "waits for a CPU"),
  /** Could run, but the queue of its group or of one above is throttled under it. */
  STRANDED("stranded", 'X', "its group is throttled under it"),
  /** Taken off its queue at the return to user mode, until the next refill. */
  LIMBO("limbo", 'T', "throttled at its return to user mode"),
  /** Blocked on a lock. */
  LOCK("lock", 'L', "waits for a lock");

  private final String label;
  private final char symbol;
  private final String meaning;

  TaskState(String label, char symbol, String meaning) {
    this.label = label;
    this.symbol = symbol;
    this.meaning = meaning;
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
