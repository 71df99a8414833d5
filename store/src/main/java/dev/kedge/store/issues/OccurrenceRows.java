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
  private OccurrenceRows() {}

  static Page<OccurrenceRecord> list(
      Connection connection, long issue, Cursor.Position after, int limit) throws SQLException {
    List<OccurrenceRecord> found =
        Query.of(
                connection,
                "SELECT occurrence, host, boot, kernel, at, exact_time, source, title, frame,"
                    + " corrupted, start_line, end_line, text, blame_line, times, why,"
                    + " coalesce(last_uptime_ns - uptime_ns, 0) AS lasted_ns FROM occurrence"
                    + " WHERE issue = ? AND (at < ? OR (at = ? AND occurrence < ?))"
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
        new HostId(row.getString("host")),
        boot.isEmpty() ? Optional.empty() : Optional.of(BootId.parse(boot)),
        Optional.ofNullable(row.getString("kernel")),
        Micros.instant(row.getLong("at")),
        row.getInt("exact_time") == 1,
        row.getString("source"),
        row.getString("title"),
        Optional.ofNullable(row.getString("frame")),
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
