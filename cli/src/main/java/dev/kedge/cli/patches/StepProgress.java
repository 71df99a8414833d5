package dev.kedge.cli.patches;

import java.io.PrintWriter;

/** Says on standard error how far a step is, once it takes longer than two seconds. */
final class StepProgress {
  private static final long PATIENCE_NS = 2_000_000_000;

  private final String what;
  private final String unit;
  private final PrintWriter err;
  private long spoke = System.nanoTime();

  /** Says "WHAT: 12 of 40 UNIT". */
  StepProgress(String what, String unit, PrintWriter err) {
    this.what = what;
    this.unit = unit;
    this.err = err;
  }

  void at(int done, int total) {
    long now = System.nanoTime();
    if (now - spoke > PATIENCE_NS) {
      spoke = now;
      err.println("%s: %,d of %,d %s".formatted(what, done, total, unit));
      err.flush();
    }
  }
}
