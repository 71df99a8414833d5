package dev.kedge.bandwidth;

/** How a kernel takes CPU time away from a group that has used its quota. */
public enum Mechanism {
  /**
   * Linux 3.2 to 6.17: the group's entity is dequeued; nothing below it runs, in the kernel or not.
   */
  GROUP('A'),
  /** Linux 6.18 to 7.1: marked at pick, each task leaves at its own return to user mode. */
  TASK_AT_PICK('B'),
  /** Linux 7.2: marked while charging; each task leaves at its own return to user mode. */
  TASK_AT_CHARGE('C'),
  /** Linux 7.3: as 7.2, with one EEVDF tree per CPU. */
  FLAT('D');

  private final char letter;

  Mechanism(char letter) {
    this.letter = letter;
  }

  /** The letter the documentation uses: A, B, C or D. */
  public char letter() {
    return letter;
  }

  /** True where tasks are throttled one by one at their return to user mode. */
  public boolean perTask() {
    return this != GROUP;
  }
}
