package dev.kedge.store;

/** Names in a store directory. */
final class StoreFiles {
  static final String DATABASE = "kedge.db";
  static final String JOURNAL = "journal";
  static final String SCRATCH = "scratch";
  static final String QUARANTINE = "quarantine";

  private StoreFiles() {}
}
