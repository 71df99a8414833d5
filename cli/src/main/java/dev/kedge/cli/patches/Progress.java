package dev.kedge.cli.patches;

import java.io.PrintWriter;

/** Says on standard error how far some work is, once it takes longer than two seconds. */
final class Progress {
  private static final long PATIENCE_NS = 2_000_000_000;

  private final PrintWriter err;
  private final String label;
  private final int total;
  private long spoke = System.nanoTime();

  Progress(PrintWriter err, String label, int total) {
    this.err = err;
    this.label = label;
    this.total = total;
  }

  void at(int done) {
    long now = System.nanoTime();
    if (now - spoke > PATIENCE_NS) {
      spoke = now;
      err.println("%s: %,d of %,d".formatted(label, done, total));
      err.flush();
    }
  }
}
