package dev.kedge.patches.index;

/** Told how far the index is; called on the thread that indexes, several times a second at most. */
@FunctionalInterface
public interface IndexProgress {
  /** Tells nobody. */
  IndexProgress SILENT = (done, total) -> {};

  /** Says how many of the commits to read were read. */
  void at(int done, int total);
}
