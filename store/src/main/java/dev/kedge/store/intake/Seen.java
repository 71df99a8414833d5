package dev.kedge.store.intake;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which uploads are in the store. Those in Parquet are also in the database; those in the journal
 * are learnt again when it is read back. Safe for use by many threads.
 */
public final class Seen {
  private final Map<UploadStream, Ranges> all = new HashMap<>();
  private final Map<UploadStream, Ranges> rolled = new HashMap<>();

  /** Reads what is in Parquet from the database. */
  public static Seen load(Connection connection) throws SQLException {
    Seen seen = new Seen();
    Query.of(connection, "SELECT host, boot, stream, first, last FROM seen_range")
        .list(row -> {
          UploadStream stream =
              new UploadStream(
                  new HostId(row.getString(1)), BootId.parse(row.getString(2)), row.getString(3));
          seen.ranges(seen.all, stream).add(row.getLong(4), row.getLong(5));
          seen.ranges(seen.rolled, stream).add(row.getLong(4), row.getLong(5));
          return stream;
        });
    return seen;
  }

  /** Whether that upload is in the store. */
  public synchronized boolean contains(UploadStream stream, long sequence) {
    Ranges ranges = all.get(stream);
    return ranges != null && ranges.contains(sequence);
  }

  /** Notes an upload that is in the journal. */
  public synchronized void add(UploadStream stream, long sequence) {
    ranges(all, stream).add(sequence);
  }

  /**
   * Notes in the database what goes into Parquet, within the caller's transaction. What is kept in
   * memory stays right when that fails: it only ever gains numbers that are in the store.
   */
  public synchronized void roll(
      Connection connection, Map<UploadStream, Set<Long>> sequences, long now) throws SQLException {
    for (Map.Entry<UploadStream, Set<Long>> entry : sequences.entrySet()) {
      UploadStream stream = entry.getKey();
      Ranges ranges = ranges(rolled, stream);
      entry.getValue().forEach(ranges::add);
      Query.of(
              connection,
              "DELETE FROM seen_range WHERE host = ? AND boot = ? AND stream = ?",
              stream.host().value(),
              stream.boot().toString(),
              stream.name())
          .update();
      for (Map.Entry<Long, Long> range : ranges.ranges().entrySet()) {
        Query.of(
                connection,
                "INSERT INTO seen_range (host, boot, stream, first, last, touched_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                stream.host().value(),
                stream.boot().toString(),
                stream.name(),
                range.getKey(),
                range.getValue(),
                now)
            .update();
      }
    }
  }

  /** Forgets streams that had nothing since that time; their data is past its retention. */
  public synchronized void forget(Connection connection, long before) throws SQLException {
    Set<UploadStream> old =
        new HashSet<>(
            Query.of(
                    connection,
                    "SELECT DISTINCT host, boot, stream FROM seen_range WHERE touched_at < ?",
                    before)
                .list(row ->
                    new UploadStream(
                        new HostId(row.getString(1)),
                        BootId.parse(row.getString(2)),
                        row.getString(3))));
    Query.of(connection, "DELETE FROM seen_range WHERE touched_at < ?", before).update();
    all.keySet().removeAll(old);
    rolled.keySet().removeAll(old);
  }

  private Ranges ranges(Map<UploadStream, Ranges> map, UploadStream stream) {
    return map.computeIfAbsent(stream, _ -> new Ranges());
  }
}
