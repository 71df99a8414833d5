package dev.kedge.store.issues;

import dev.kedge.model.HostId;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Issues and what is counted of them, inside one transaction: the same for reports and events. */
final class IssueLedger {
  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

  private final Connection connection;

  IssueLedger(Connection connection) {
    this.connection = connection;
  }

  /** A new issue; returns its number. */
  long open(IssueEntry first) throws SQLException {
    long issue = next("issue");
    long at = Micros.of(first.at());
    Query.of(
            connection,
            "INSERT INTO issue (issue, kind, title, type, frame, severity, corrupted, panicked,"
                + " first_seen, last_seen, occurrences) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            issue,
            first.kind(),
            first.title(),
            first.type(),
            first.frame(),
            Severities.number(first.severity()),
            first.corrupted(),
            first.panicked(),
            at,
            at)
        .update();
    return issue;
  }

  /** Another occurrence of an issue. */
  void extend(long issue, IssueEntry o) throws SQLException {
    long at = Micros.of(o.at());
    int severity = Severities.number(o.severity());
    Query.of(
            connection,
            "UPDATE issue SET occurrences = occurrences + 1,"
                + " severity = CASE WHEN ? < severity THEN ? ELSE severity END,"
                + " corrupted = CASE WHEN corrupted = 1 AND ? = 1 THEN 1 ELSE 0 END,"
                + " panicked = CASE WHEN panicked = 1 OR ? = 1 THEN 1 ELSE 0 END,"
                + " first_seen = CASE WHEN ? < first_seen THEN ? ELSE first_seen END,"
                + " last_seen = CASE WHEN ? > last_seen THEN ? ELSE last_seen END"
                + " WHERE issue = ?",
            severity,
            severity,
            o.corrupted(),
            o.panicked(),
            at,
            at,
            at,
            at,
            issue)
        .update();
  }

  /** An occurrence of an issue on a host lasted until then. */
  void lasted(long issue, HostId host, Instant until) throws SQLException {
    long at = Micros.of(until);
    Query.of(
            connection,
            "UPDATE issue SET last_seen = ? WHERE issue = ? AND last_seen < ?",
            at,
            issue,
            at)
        .update();
    Query.of(
            connection,
            "UPDATE issue_host SET last_seen = ? WHERE issue = ? AND host = ? AND last_seen < ?",
            at,
            issue,
            host.value(),
            at)
        .update();
  }

  /** The release the log names; else what the host says it runs. */
  Optional<String> kernel(HostId host, Optional<String> named) throws SQLException {
    return named.isPresent()
        ? named
        : Query.of(connection, "SELECT kernel FROM host WHERE host = ?", host.value())
            .first(row -> row.getString(1));
  }

  /** Counts an occurrence by host, kernel and day. */
  void count(long issue, Optional<String> kernel, HostId host, Instant when) throws SQLException {
    long at = Micros.of(when);
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
            host.value(),
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

  /** The next number of a counter. */
  long next(String counter) throws SQLException {
    Query.of(connection, "UPDATE counter SET value = value + 1 WHERE name = ?", counter).update();
    return Query.of(connection, "SELECT value FROM counter WHERE name = ?", counter).number();
  }
}
