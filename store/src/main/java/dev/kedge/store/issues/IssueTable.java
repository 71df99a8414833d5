package dev.kedge.store.issues;

import dev.kedge.report.EventOccurrence;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.Grouping;
import dev.kedge.report.fingerprint.IssueMarks;
import dev.kedge.report.fingerprint.Match;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.sql.Cursor;
import dev.kedge.store.sql.Metadata;
import dev.kedge.store.sql.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Kernel reports, grouped into issues by their fingerprints: {@link
 * dev.kedge.report.fingerprint.Grouping} says how. Safe for use by many threads.
 */
public final class IssueTable {
  private final Metadata metadata;
  private final InstantSource clock;
  private final ReportParser parser;

  /**
   * The table over the metadata of an open store.
   *
   * @param parser finds reports and takes their fingerprints, by its rules
   */
  public IssueTable(Metadata metadata, InstantSource clock, ReportParser parser) {
    this.metadata = metadata;
    this.clock = clock;
    this.parser = parser;
    metadata.write("severities", connection -> Severities.fill(connection, parser));
  }

  /**
   * Files a report under the oldest issue it fits, or under a new one; it is on disk when this
   * returns. A report of a state that lasts, told before, only lengthens that occurrence.
   *
   * @throws StoreFullException when the disk is full; nothing was filed
   */
  public Filed file(Occurrence o) {
    Fingerprint fingerprint = parser.fingerprint(o.report());
    Severity severity = parser.severity(o.report());
    return metadata.write(
        "report of " + o.host(),
        connection -> new IssueFiling(connection).file(o, fingerprint, severity));
  }

  /**
   * Files an event under the issue of its title; it is on disk when this returns. One that goes on,
   * told before, only lengthens that occurrence.
   *
   * @throws StoreFullException when the disk is full; nothing was filed
   */
  public Filed file(EventOccurrence o) {
    return metadata.write(
        "event of " + o.host(), connection -> new EventFiling(connection).file(o));
  }

  /**
   * Issues in an order. The cursor stands for a place in that order: reports that come in while
   * pages are turned neither repeat nor shift the issues they leave alone.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  public IssuePage list(IssueFilter f, IssueOrder order, Optional<String> cursor, int limit) {
    Optional<IssueKey> after = cursor.map(IssueKey::of);
    int rows = Cursor.limit(limit);
    return metadata.read(
        "list of issues",
        connection -> new IssueRows(connection, clock.instant()).list(f, order, after, rows));
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

  /** The occurrence of that number. */
  public Optional<OccurrenceRecord> occurrence(long occurrence) {
    return metadata.read(
        "occurrence " + occurrence, connection -> OccurrenceRows.find(connection, occurrence));
  }

  /**
   * Texts of the reports the same log holds of about the same time, in the order they were printed:
   * what one report leaves open another may tell. At most 200; of one without a kernel time its
   * own.
   */
  public List<String> textsAround(long occurrence, Duration within) {
    return metadata.read(
        "reports around " + occurrence,
        connection -> OccurrenceRows.textsAround(connection, occurrence, within));
  }

  /**
   * Why a report is, or is not, of an issue: its fingerprint, taken anew, against all that the
   * issue's reports have shown.
   */
  public Explanation explain(OccurrenceRecord report, long issue) {
    Fingerprint fingerprint = fingerprint(report);
    IssueMarks marks =
        metadata.read("marks of " + issue, connection -> IssueChoice.marks(connection, issue));
    return new Explanation(fingerprint, Grouping.compare(fingerprint, marks));
  }

  /** Alternative titles are not stored with a report: its text tells them. */
  private Fingerprint fingerprint(OccurrenceRecord report) {
    return parser.parse(report.text().getBytes(StandardCharsets.UTF_8)).stream()
        .filter(found -> found.title().equals(report.title()))
        .findFirst()
        .map(parser::fingerprint)
        .orElseGet(() -> Fingerprint.ofTitles(new LinkedHashSet<>(List.of(report.title()))));
  }

  /**
   * How a report compares with an issue.
   *
   * @param fingerprint what identifies the report's issue
   * @param match whether it is of the other issue, and why
   */
  public record Explanation(Fingerprint fingerprint, Match match) {}
}
