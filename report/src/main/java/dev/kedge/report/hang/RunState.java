package dev.kedge.report.hang;

/** Scheduler state of a task by the letter of task dumps and {@code /proc} (fs/proc/array.c). */
public enum RunState {
  /** R: on a CPU, or ready to run and not on one. */
  RUNNABLE('R'),
  /** S: sleeps and can be woken by a signal. */
  SLEEPING('S'),
  /** D: sleeps and cannot be woken by a signal. */
  UNINTERRUPTIBLE('D'),
  /** I: a kernel thread without work. */
  IDLE('I'),
  /** T or t: stopped by a signal or a tracer. */
  STOPPED('T'),
  /** P: a parked kernel thread. */
  PARKED('P'),
  /** Z or X: exited. */
  EXITED('Z'),
  /** Not told. */
  UNKNOWN('?');

  private final char letter;

  RunState(char letter) {
    this.letter = letter;
  }

  /** The letter of task dumps; {@code ?} when unknown. */
  public char letter() {
    return letter;
  }

  /** The state of a letter; unknown for letters no kernel prints. */
  static RunState of(char letter) {
    return switch (letter) {
      case 'R' -> RUNNABLE;
      case 'S' -> SLEEPING;
      case 'D' -> UNINTERRUPTIBLE;
      case 'I' -> IDLE;
      case 'T', 't' -> STOPPED;
      case 'P' -> PARKED;
      case 'Z', 'X', 'x' -> EXITED;
      default -> UNKNOWN;
    };
  }
}
