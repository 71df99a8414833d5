package dev.kedge.report.hang;

import java.util.Locale;

/** On what grounds a task is taken for the holder of what another one waits for. */
public enum Certainty {
  /** The hung-task detector names the owner. */
  NAMED,
  /** Lockdep lists the lock for the task, which is past taking it. */
  LISTED,
  /** A hint of the kernel: the last reader or the last holder, who may have let go. */
  HINT,
  /** By elimination or by where stacks stand; may be wrong. */
  INFERRED;

  /** As texts and JSON write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
