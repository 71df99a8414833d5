package dev.kedge.store.issues;

import dev.kedge.model.BootId;
import dev.kedge.model.KernelRelease;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.fingerprint.Blocker;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.Ongoing;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Nanos;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Puts a report under its issue, inside one transaction.
 *
 * <p>A report takes the names that no other issue has along into its issue, so that a chain of
 * alternative titles stays together. Where it fits several issues it goes to the oldest; the others
 * stay as they are and the contact is noted, because joining them would change numbers that people
 * have already passed on.
 */
final class IssueFiling {
  /** A hostile log could otherwise grow one issue's names without end. */
  private static final int TITLES = 64;

  /** The same for its other marks, of each kind. */
  private static final int MARKS = 64;

  private final Connection connection;
  private final IssueLedger ledger;

  IssueFiling(Connection connection) {
    this.connection = connection;
    this.ledger = new IssueLedger(connection);
  }

  Filed file(Occurrence o, Fingerprint report, Severity severity) throws SQLException {
    String boot = o.boot().map(BootId::toString).orElse("");
    Optional<Filed> known =
        Query.of(
                connection,
                "SELECT issue, occurrence FROM occurrence"
                    + " WHERE host = ? AND boot = ? AND source = ? AND sequence = ?",
                o.host().value(),
                boot,
                o.source(),
                o.sequence())
            .first(row -> new Filed(row.getLong(1), row.getLong(2), false, false, true));
    if (known.isPresent()) {
      return known.get();
    }
    if (report.ongoing().isPresent()) {
      Optional<Filed> continued = new LastingState(connection).continued(o, report.ongoing().get());
      if (continued.isPresent()) {
        return continued.get();
      }
    }
    SequencedSet<String> titles = titles(report);
    IssueChoice choice = IssueChoice.of(connection, report);
    boolean isNew = choice.issue().isEmpty();
    IssueEntry entry = entry(o, severity);
    long issue = isNew ? ledger.open(entry) : choice.issue().get();
    if (!isNew) {
      note(issue, choice.contacts());
      ledger.extend(issue, entry);
    }
    name(issue, isNew, titles);
    mark(issue, IssueChoice.BLOCKER, report.blocker().map(Blocker::key));
    mark(issue, IssueChoice.MODULE, report.module());
    mark(issue, IssueChoice.STACK, report.stackHash());
    mark(issue, IssueChoice.FILE, report.file());
    Optional<String> kernel =
        ledger.kernel(o.host(), o.report().kernel().map(KernelRelease::value));
    long occurrence =
        insert(issue, kernel, o, severity, report.ongoing().map(Ongoing::key), choice.why());
    ledger.count(issue, kernel, o.host(), o.at());
    return new Filed(issue, occurrence, isNew, false, false);
  }

  private static SequencedSet<String> titles(Fingerprint report) {
    SequencedSet<String> titles = new LinkedHashSet<>();
    for (String title : report.titles()) {
      if (titles.size() < TITLES) {
        titles.add(title);
      }
    }
    return titles;
  }

  private void note(long issue, Map<Long, String> contacts) throws SQLException {
    for (Map.Entry<Long, String> other : contacts.entrySet()) {
      Query.of(
              connection,
              "INSERT INTO issue_contact (issue, other, title, occurrences) VALUES (?, ?, ?, 1)"
                  + " ON CONFLICT (issue, other) DO UPDATE SET"
                  + " occurrences = issue_contact.occurrences + 1",
              issue,
              other.getKey(),
              other.getValue())
          .update();
    }
  }

  /**
   * Gives the issue the names no other has. A new issue has all names of its first report, also
   * those of the issues it was kept apart from: otherwise the next such report would not find it.
   */
  private void name(long issue, boolean isNew, SequencedSet<String> titles) throws SQLException {
    for (String title : titles) {
      Query.of(
              connection,
              "INSERT INTO issue_title (title, issue) SELECT ?, ?"
                  + " WHERE NOT EXISTS (SELECT 1 FROM issue_title WHERE title = ? AND ? = 0)"
                  + " AND (SELECT count(*) FROM issue_title WHERE issue = ?) < ?",
              title,
              issue,
              title,
              isNew,
              issue,
              TITLES)
          .update();
    }
  }

  private void mark(long issue, String kind, Optional<String> value) throws SQLException {
    if (value.isEmpty()) {
      return;
    }
    int changed =
        Query.of(
                connection,
                "UPDATE issue_mark SET occurrences = occurrences + 1"
                    + " WHERE issue = ? AND kind = ? AND version = ? AND value = ?",
                issue,
                kind,
                Fingerprint.VERSION,
                value)
            .update();
    if (changed == 0) {
      Query.of(
              connection,
              "INSERT INTO issue_mark (issue, kind, version, value, occurrences)"
                  + " SELECT ?, ?, ?, ?, 1 WHERE (SELECT count(*) FROM issue_mark"
                  + " WHERE issue = ? AND kind = ? AND version = ?) < ?",
              issue,
              kind,
              Fingerprint.VERSION,
              value,
              issue,
              kind,
              Fingerprint.VERSION,
              MARKS)
          .update();
    }
  }

  private static IssueEntry entry(Occurrence o, Severity severity) {
    KernelReport report = o.report();
    return new IssueEntry(
        IssueEntry.REPORT,
        report.title(),
        report.type().label(),
        report.frame(),
        severity,
        report.corrupted(),
        report.panicked(),
        o.at());
  }

  private long insert(
      long issue,
      Optional<String> kernel,
      Occurrence o,
      Severity severity,
      Optional<String> state,
      String why)
      throws SQLException {
    KernelReport report = o.report();
    long occurrence = ledger.next("occurrence");
    Query.of(
            connection,
            "INSERT INTO occurrence (occurrence, issue, host, boot, source, sequence, kernel, at,"
                + " exact_time, title, type, frame, corrupted, suppressed, panicked, start_line,"
                + " end_line, uptime_ns, task, pid, cpu, blame_line, text, state, why,"
                + " severity) VALUES (?%s)".formatted(", ?".repeat(25)),
            occurrence,
            issue,
            o.host().value(),
            o.boot().map(BootId::toString).orElse(""),
            o.source(),
            o.sequence(),
            kernel,
            Micros.of(o.at()),
            o.exactTime(),
            report.title(),
            report.type().label(),
            report.frame(),
            report.corrupted(),
            report.suppressed(),
            report.panicked(),
            report.startLine(),
            report.endLine(),
            report.uptime().map(Nanos::of),
            report.task(),
            report.pid(),
            report.cpu(),
            report.blameLine(),
            report.text(),
            state,
            why,
            Severities.number(severity))
        .update();
    return occurrence;
  }
}
