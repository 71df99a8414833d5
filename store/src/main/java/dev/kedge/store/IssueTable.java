package dev.kedge.store;

import dev.kedge.report.Occurrence;
import java.util.Optional;

/** Kernel reports, grouped into issues. Safe for use by many threads. */
public final class IssueTable {
  IssueTable() {}

  /** Files a report under its issue; it is on disk when this returns. */
  public Filed file(Occurrence o) {
    throw new StoreException("no database " + o);
  }

  /** Issues, last seen first. */
  public IssuePage list(IssueFilter f, Optional<String> cursor, int limit) {
    throw new StoreException("no database " + f + cursor + limit);
  }

  /** The issue of that number. */
  public Optional<IssueDetail> find(long issue) {
    throw new StoreException("no database " + issue);
  }

  /** Reports of an issue, newest first. */
  public Page<OccurrenceRecord> occurrences(long issue, Optional<String> cursor, int limit) {
    throw new StoreException("no database " + issue + cursor + limit);
  }
}
