package dev.kedge.cli.patches;

import dev.kedge.patches.index.IndexProgress;
import java.io.PrintWriter;

/** Says on standard error how far the index is, once it takes longer than two seconds. */
final class IndexingProgress implements IndexProgress {
  private static final long PATIENCE_NS = 2_000_000_000;

  private final PrintWriter err;
  private long spoke = System.nanoTime();

  IndexingProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void at(int read) {
    long now = System.nanoTime();
    if (now - spoke > PATIENCE_NS) {
      spoke = now;
      err.println("indexing: %,d commits read".formatted(read));
      err.flush();
    }
  }
}
