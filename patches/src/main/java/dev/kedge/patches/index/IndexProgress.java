package dev.kedge.patches.index;

/** Told how far the index is; called on the thread that indexes, several times a second at most. */
@FunctionalInterface
public interface IndexProgress {
  /** Tells nobody. */
  IndexProgress SILENT = read -> {};

  /** Says how many commits were read so far. */
  void at(int read);
}
