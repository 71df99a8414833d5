package dev.kedge.store.issues;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.store.sql.Cursor;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Page;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Filed reports as rows of the metadata database. */
final class OccurrenceRows {
  private static final String COLUMNS =
      "SELECT occurrence, issue, host, boot, kernel, at, exact_time, source, title, frame,"
          + " severity, device, corrupted, start_line, end_line, text, blame_line, times, why,"
          + " coalesce(last_uptime_ns - uptime_ns, 0) AS lasted_ns";

  /** Reports read together with one, at most. */
  private static final int NEIGHBOURS = 200;

  private OccurrenceRows() {}

  static Optional<OccurrenceRecord> find(Connection connection, long occurrence)
      throws SQLException {
    return Query.of(connection, COLUMNS + " FROM occurrence WHERE occurrence = ?", occurrence)
        .first(OccurrenceRows::read);
  }

  /** Texts of the reports of the same log that the kernel printed within a time, in order. */
  static List<String> textsAround(Connection connection, long occurrence, Duration within)
      throws SQLException {
    long nanos = within.toNanos();
    return Query.of(
            connection,
            "SELECT o.text FROM occurrence o JOIN issue i ON i.issue = o.issue"
                + " JOIN occurrence c ON c.host = o.host AND c.boot = o.boot"
                + " AND c.source = o.source WHERE c.occurrence = ? AND (o.occurrence = ?"
                + " OR (i.kind = ? AND coalesce(o.last_uptime_ns, o.uptime_ns) >= c.uptime_ns - ?"
                + " AND o.uptime_ns <= coalesce(c.last_uptime_ns, c.uptime_ns) + ?))"
                + " ORDER BY o.uptime_ns, o.occurrence LIMIT ?",
            occurrence,
            occurrence,
            IssueEntry.REPORT,
            nanos,
            nanos,
            NEIGHBOURS)
        .list(row -> row.getString(1));
  }

  static Page<OccurrenceRecord> list(
      Connection connection, long issue, Cursor.Position after, int limit) throws SQLException {
    List<OccurrenceRecord> found =
        Query.of(
                connection,
                COLUMNS
                    + " FROM occurrence WHERE issue = ? AND (at < ? OR (at = ? AND occurrence < ?))"
                    + " ORDER BY at DESC, occurrence DESC LIMIT ?",
                issue,
                after.major(),
                after.major(),
                after.minor(),
                limit + 1)
            .list(OccurrenceRows::read);
    if (found.size() <= limit) {
      return new Page<>(found, Optional.empty());
    }
    OccurrenceRecord last = found.get(limit - 1);
    return new Page<>(
        found.subList(0, limit),
        Optional.of(Cursor.of(new Cursor.Position(Micros.of(last.at()), last.id()))));
  }

  private static OccurrenceRecord read(ResultSet row) throws SQLException {
    int blameLine = row.getInt("blame_line");
    Optional<Integer> blame = row.wasNull() ? Optional.empty() : Optional.of(blameLine);
    String boot = row.getString("boot");
    return new OccurrenceRecord(
        row.getLong("occurrence"),
        row.getLong("issue"),
        new HostId(row.getString("host")),
        boot.isEmpty() ? Optional.empty() : Optional.of(BootId.parse(boot)),
        Optional.ofNullable(row.getString("kernel")),
        Micros.instant(row.getLong("at")),
        row.getInt("exact_time") == 1,
        row.getString("source"),
        row.getString("title"),
        Optional.ofNullable(row.getString("frame")),
        Severities.of(row.getInt("severity")),
        Optional.ofNullable(row.getString("device")),
        row.getInt("corrupted") == 1,
        row.getInt("start_line"),
        row.getInt("end_line"),
        row.getString("text"),
        blame,
        row.getLong("times"),
        Duration.ofNanos(row.getLong("lasted_ns")),
        Optional.ofNullable(row.getString("why")));
  }
}
