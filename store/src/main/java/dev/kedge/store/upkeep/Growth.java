package dev.kedge.store.upkeep;

import dev.kedge.model.HostId;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.journal.Entry;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many bytes of Parquet each host added with one roll: a file's bytes are shared out by the
 * number of rows.
 */
final class Growth {
  /** So that the last day that is over is whole. */
  private static final long KEPT_MICROS = Duration.ofDays(2).toNanos() / 1000;

  private final Map<HostId, Double> bytes = new TreeMap<>();

  /** Shares out a file. */
  void add(long fileBytes, Map<HostId, Long> rows) {
    double total = rows.values().stream().mapToLong(Long::longValue).sum();
    rows.forEach((host, count) -> bytes.merge(host, fileBytes * count / total, Double::sum));
  }

  void save(Connection connection, Map<HostId, List<Entry>> entries, long now) throws SQLException {
    for (Map.Entry<HostId, List<Entry>> host : entries.entrySet()) {
      LongSummaryStatistics times =
          host.getValue().stream().flatMapToLong(Recent::times).summaryStatistics();
      if (times.getCount() == 0) {
        continue;
      }
      Query.of(
              connection,
              "INSERT INTO host_growth (host, rolled_at, span_us, bytes) VALUES (?, ?, ?, ?)"
                  + " ON CONFLICT (host, rolled_at) DO UPDATE SET"
                  + " span_us = host_growth.span_us + excluded.span_us,"
                  + " bytes = host_growth.bytes + excluded.bytes",
              host.getKey().value(),
              now,
              times.getMax() - times.getMin(),
              Math.round(bytes.getOrDefault(host.getKey(), 0.0)))
          .update();
      Query.of(
              connection,
              "INSERT INTO host_data (host, data_from) VALUES (?, ?) ON CONFLICT (host) DO UPDATE"
                  + " SET data_from = CASE WHEN excluded.data_from < host_data.data_from"
                  + " THEN excluded.data_from ELSE host_data.data_from END",
              host.getKey().value(),
              times.getMin())
          .update();
    }
    Query.of(
            connection,
            "DELETE FROM host_growth WHERE rolled_at < ? OR rolled_at > ?",
            now - KEPT_MICROS,
            now)
        .update();
  }
}
