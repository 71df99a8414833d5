package dev.kedge.store.disk;

/** Names in a store directory. */
public final class StoreFiles {
  /** The metadata database. */
  public static final String DATABASE = "kedge.db";

  /** Directory of the journal. */
  public static final String JOURNAL = "journal";

  /** Directory of unfinished files, emptied at every start. */
  public static final String SCRATCH = "scratch";

  /** Directory of damaged files. */
  public static final String QUARANTINE = "quarantine";

  private StoreFiles() {}
}
