package dev.kedge.store.disk;

import java.util.Locale;

/** Tells a full disk from other failures of files and of the query engine. */
public final class Failures {
  private Failures() {}

  /** The failure of what {@code purpose} names; one that is already told stays as it is. */
  public static StoreException of(String purpose, Exception e) {
    if (e instanceof StoreException told) {
      return told;
    }
    String message = purpose + ": " + e.getMessage();
    return isFull(e)
        ? new StoreFullException(message + ": free some disk space", e)
        : new StoreException(message, e);
  }

  /** ENOSPC and EDQUOT, by the words of strerror(3), which is all that Java and DuckDB pass on. */
  private static boolean isFull(Exception e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota exceeded");
  }
}
