package dev.kedge.cli.patches;

import dev.kedge.patches.StepProgress;
import java.io.PrintWriter;

/** Says on standard error how far some work is, once it takes longer than two seconds. */
final class Progress implements StepProgress {
  private static final long PATIENCE_NS = 2_000_000_000;

  private final PrintWriter err;
  private final String label;
  private long spoke = System.nanoTime();

  Progress(PrintWriter err, String label) {
    this.err = err;
    this.label = label;
  }

  @Override
  public void at(int done, int total) {
    long now = System.nanoTime();
    if (now - spoke > PATIENCE_NS) {
      spoke = now;
      err.println("%s: %,d of %,d".formatted(label, done, total));
      err.flush();
    }
  }
}
