package dev.kedge.store.issues;

import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.sql.Cursor;
import dev.kedge.store.sql.Metadata;
import dev.kedge.store.sql.Page;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Kernel reports, grouped into issues by their fingerprints: {@link
 * dev.kedge.report.fingerprint.Grouping} says how. Safe for use by many threads.
 */
public final class IssueTable {
  private final Metadata metadata;
  private final InstantSource clock;
  private final ReportParser fingerprints;

  /**
   * The table over the metadata of an open store.
   *
   * @param fingerprints takes the fingerprints of reports, by its rules
   */
  public IssueTable(Metadata metadata, InstantSource clock, ReportParser fingerprints) {
    this.metadata = metadata;
    this.clock = clock;
    this.fingerprints = fingerprints;
  }

  /**
   * Files a report under the oldest issue it fits, or under a new one; it is on disk when this
   * returns. A report of a state that lasts, told before, only lengthens that occurrence.
   *
   * @throws StoreFullException when the disk is full; nothing was filed
   */
  public Filed file(Occurrence o) {
    Fingerprint fingerprint = fingerprints.fingerprint(o.report());
    return metadata.write(
        "report of " + o.host(), connection -> new IssueFiling(connection).file(o, fingerprint));
  }

  /**
   * Issues, last seen first. The cursor stands for a place in that order: reports that come in
   * while pages are turned neither repeat nor shift the issues they leave alone.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  public IssuePage list(IssueFilter f, Optional<String> cursor, int limit) {
    Cursor.Position position = Cursor.position(cursor);
    int rows = Cursor.limit(limit);
    return metadata.read(
        "list of issues",
        connection -> new IssueRows(connection, clock.instant()).list(f, position, rows));
  }

  /** The issue of that number. */
  public Optional<IssueDetail> find(long issue) {
    return metadata.read(
        "issue " + issue, connection -> new IssueRows(connection, clock.instant()).detail(issue));
  }

  /**
   * Reports of an issue, newest first; none for a number that is no issue.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  public Page<OccurrenceRecord> occurrences(long issue, Optional<String> cursor, int limit) {
    Cursor.Position position = Cursor.position(cursor);
    int rows = Cursor.limit(limit);
    return metadata.read(
        "reports of issue " + issue,
        connection -> OccurrenceRows.list(connection, issue, position, rows));
  }
}
