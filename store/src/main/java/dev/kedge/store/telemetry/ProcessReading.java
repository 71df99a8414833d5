package dev.kedge.store.telemetry;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.store.parquet.NamespaceColumn;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the samples of each process in the windows that share an instant with a span, whole. */
final class ProcessReading {
  /** Processes read of one table; more than any page shows. */
  private static final int MOST = 1_000_000;

  private final Connection connection;
  private final Questions.Sources sources;
  private final List<ProfileWindow> recent;
  private final Span span;
  private final Map<Key, Long> counts = new HashMap<>();

  ProcessReading(
      Connection connection, Questions.Sources sources, List<ProfileWindow> recent, Span span) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.span = span;
  }

  private record Key(int pid, String command, String cgroup, Namespaces namespaces) {}

  List<ProcessSummary> read(int limit) throws SQLException {
    sums(Table.SAMPLES, "");
    sums(Table.BLOCKS, Span.WHOLE, span.limits());
    new SumsReading(connection, sources, span)
        .read(Span.WHOLE, block -> block.sums().rows().forEach(this::add));
    new BlockUnpacking(connection, sources, span).read(true, (_, _, row) -> add(row));
    for (ProfileWindow window : recent) {
      if (span.has(window)) {
        window.samples().forEach(this::add);
      }
    }
    return counts.entrySet().stream()
        .map(entry ->
            new ProcessSummary(
                entry.getKey().pid(),
                entry.getKey().command(),
                entry.getKey().cgroup(),
                entry.getKey().namespaces(),
                entry.getValue()))
        .sorted(
            Comparator.comparingLong(ProcessSummary::samples)
                .reversed()
                .thenComparingInt(ProcessSummary::pid)
                .thenComparing(ProcessSummary::command)
                .thenComparing(ProcessSummary::cgroup)
                .thenComparing(process -> process.namespaces().text()))
        .limit(limit)
        .toList();
  }

  private void sums(Table table, String more, Object... parameters) throws SQLException {
    Optional<String> files = sources.ofHost(table, span.host().value(), span.start(), span.end());
    if (files.isPresent()) {
      Query.of(
              connection,
              "SELECT pid, command, cgroup, CAST(sum(samples) AS BIGINT) AS total, namespaces FROM "
                  + files.get())
          .and(Span.WHERE, span.parameters())
          .and(more, parameters)
          .and(" GROUP BY pid, command, cgroup, namespaces ORDER BY total DESC LIMIT ?", MOST)
          .each(row ->
              counts.merge(
                  new Key(
                      row.getInt(1),
                      row.getString(2),
                      row.getString(3),
                      NamespaceColumn.of(row, 5)),
                  row.getLong(4),
                  Long::sum));
    }
  }

  private void add(SampleCount sample) {
    counts.merge(
        new Key(sample.pid(), sample.command(), sample.cgroup(), sample.task().namespaces()),
        sample.count(),
        Long::sum);
  }
}
