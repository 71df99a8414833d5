package dev.kedge.store.issues;

import dev.kedge.model.BootId;
import dev.kedge.model.KernelRelease;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.fingerprint.Blocker;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.Ongoing;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Nanos;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

  private final Connection connection;

  IssueFiling(Connection connection) {
    this.connection = connection;
  }

  Filed file(Occurrence o, Fingerprint report) throws SQLException {
    String boot = o.boot().map(BootId::toString).orElse("");
    Optional<Long> known =
        Query.of(
                connection,
                "SELECT issue FROM occurrence"
                    + " WHERE host = ? AND boot = ? AND source = ? AND sequence = ?",
                o.host().value(),
                boot,
                o.source(),
                o.sequence())
            .first(row -> row.getLong(1));
    if (known.isPresent()) {
      return new Filed(known.get(), false, true);
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
    long issue = isNew ? open(o) : choice.issue().get();
    if (!isNew) {
      note(issue, choice.contacts());
      extend(issue, o);
    }
    name(issue, isNew, titles);
    mark(issue, IssueChoice.BLOCKER, report.blocker().map(Blocker::key));
    mark(issue, IssueChoice.MODULE, report.module());
    mark(issue, IssueChoice.STACK, report.stackHash());
    mark(issue, IssueChoice.FILE, report.file());
    Optional<String> kernel = kernel(o);
    insert(issue, boot, kernel, o, report.ongoing().map(Ongoing::key), choice.why());
    count(issue, kernel, o);
    return new Filed(issue, isNew, false);
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

  private long open(Occurrence o) throws SQLException {
    long issue = next("issue");
    KernelReport report = o.report();
    long at = Micros.of(o.at());
    Query.of(
            connection,
            "INSERT INTO issue (issue, title, type, frame, corrupted, panicked, first_seen,"
                + " last_seen, occurrences) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
            issue,
            report.title(),
            report.type().label(),
            report.frame(),
            report.corrupted(),
            report.panicked(),
            at,
            at)
        .update();
    return issue;
  }

  private void extend(long issue, Occurrence o) throws SQLException {
    long at = Micros.of(o.at());
    Query.of(
            connection,
            "UPDATE issue SET occurrences = occurrences + 1,"
                + " corrupted = CASE WHEN corrupted = 1 AND ? = 1 THEN 1 ELSE 0 END,"
                + " panicked = CASE WHEN panicked = 1 OR ? = 1 THEN 1 ELSE 0 END,"
                + " first_seen = CASE WHEN ? < first_seen THEN ? ELSE first_seen END,"
                + " last_seen = CASE WHEN ? > last_seen THEN ? ELSE last_seen END"
                + " WHERE issue = ?",
            o.report().corrupted(),
            o.report().panicked(),
            at,
            at,
            at,
            at,
            issue)
        .update();
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

  /** The release the report names; else what the host says it runs. */
  private Optional<String> kernel(Occurrence o) throws SQLException {
    Optional<String> named = o.report().kernel().map(KernelRelease::value);
    return named.isPresent()
        ? named
        : Query.of(connection, "SELECT kernel FROM host WHERE host = ?", o.host().value())
            .first(row -> row.getString(1));
  }

  private void insert(
      long issue,
      String boot,
      Optional<String> kernel,
      Occurrence o,
      Optional<String> state,
      String why)
      throws SQLException {
    KernelReport report = o.report();
    Query.of(
            connection,
            "INSERT INTO occurrence (occurrence, issue, host, boot, source, sequence, kernel, at,"
                + " exact_time, title, type, frame, corrupted, suppressed, panicked, start_line,"
                + " end_line, uptime_ns, task, pid, cpu, blame_line, text, state, why)"
                + " VALUES (?%s)".formatted(", ?".repeat(24)),
            next("occurrence"),
            issue,
            o.host().value(),
            boot,
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
            why)
        .update();
  }

  private void count(long issue, Optional<String> kernel, Occurrence o) throws SQLException {
    long at = Micros.of(o.at());
    Query.of(
            connection,
            "INSERT INTO issue_host (issue, host, occurrences, first_seen, last_seen)"
                + " VALUES (?, ?, 1, ?, ?) ON CONFLICT (issue, host) DO UPDATE SET"
                + " occurrences = issue_host.occurrences + 1,"
                + " first_seen = CASE WHEN excluded.first_seen < issue_host.first_seen"
                + " THEN excluded.first_seen ELSE issue_host.first_seen END,"
                + " last_seen = CASE WHEN excluded.last_seen > issue_host.last_seen"
                + " THEN excluded.last_seen ELSE issue_host.last_seen END",
            issue,
            o.host().value(),
            at,
            at)
        .update();
    if (kernel.isPresent()) {
      Query.of(
              connection,
              "INSERT INTO issue_kernel (issue, kernel, occurrences) VALUES (?, ?, 1)"
                  + " ON CONFLICT (issue, kernel) DO UPDATE SET"
                  + " occurrences = issue_kernel.occurrences + 1",
              issue,
              kernel.get())
          .update();
    }
    Query.of(
            connection,
            "INSERT INTO issue_day (issue, day, occurrences) VALUES (?, ?, 1)"
                + " ON CONFLICT (issue, day) DO UPDATE SET"
                + " occurrences = issue_day.occurrences + 1",
            issue,
            Math.floorDiv(at, DAY_MICROS))
        .update();
  }

  private long next(String counter) throws SQLException {
    Query.of(connection, "UPDATE counter SET value = value + 1 WHERE name = ?", counter).update();
    return Query.of(connection, "SELECT value FROM counter WHERE name = ?", counter).number();
  }
}
