package dev.kedge.store.telemetry;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.compact.CompactException;
import dev.kedge.profile.compact.SampleBlock;
import dev.kedge.store.parquet.NamespaceColumn;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes blocks apart again into the rows of their windows. Rows in no block, or in one whose
 * timeline is lost, belong whole to every span they share an instant with.
 */
final class BlockUnpacking {
  private static final String COLUMNS =
      "SELECT block, start_us, end_us, stack_id, pid, command, tid, thread, cgroup, samples,"
          + " namespaces FROM ";

  /** Blocks in memory at once. */
  private static final int BATCH = 8;

  private final Connection connection;
  private final Questions.Sources sources;
  private final Span span;

  BlockUnpacking(Connection connection, Questions.Sources sources, Span span) {
    this.connection = connection;
    this.sources = sources;
    this.span = span;
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody: it carries the bytes
  private record Timed(long block, Duration period, byte[] timeline) {}

  /**
   * Hands over the rows of all windows that share an instant with the span.
   *
   * @param cutOnly only of blocks that are not in the span as a whole
   */
  void read(boolean cutOnly, SampleBlock.Visitor visitor) throws SQLException {
    List<Long> timed = timed(cutOnly);
    packed(cutOnly, Set.copyOf(timed), visitor);
    Optional<String> rows = source(Table.BLOCKS);
    if (rows.isEmpty()) {
      return;
    }
    untimed(rows.get(), cutOnly, timed, visitor);
    for (int from = 0; from < timed.size(); from += BATCH) {
      unpack(rows.get(), timed.subList(from, Math.min(timed.size(), from + BATCH)), visitor);
    }
  }

  /** Blocks whose stacks are lost have lost the order of their rows too, which times need. */
  private void packed(boolean cutOnly, Set<Long> timed, SampleBlock.Visitor visitor)
      throws SQLException {
    new SumsReading(connection, sources, span)
        .read(
            cutOnly ? Span.CUT : "",
            block -> {
              List<SampleCount> rows = block.sums().rows();
              if (block.sums().isWhole() && timed.contains(block.number())) {
                for (Timed timeline : timelines(List.of(block.number()))) {
                  unpack(timeline, rows, visitor);
                }
              } else {
                rows.forEach(row -> visitor.row(block.start(), block.end(), row));
              }
            });
  }

  private Optional<String> source(Table table) {
    return sources.ofHost(table, span.host().value(), span.start(), span.end());
  }

  private Query ofSpan(String select, boolean cutOnly) {
    Query query = Query.of(connection, select).and(Span.WHERE, span.parameters());
    return cutOnly ? query.and(Span.CUT, span.limits()) : query;
  }

  private List<Long> timed(boolean cutOnly) throws SQLException {
    Optional<String> timelines = source(Table.TIMELINES);
    return timelines.isEmpty()
        ? List.of()
        : ofSpan("SELECT block FROM " + timelines.get(), cutOnly)
            .and(" AND format = ?", SampleBlock.FORMAT)
            .and(" ORDER BY start_us, block")
            .list(row -> row.getLong(1));
  }

  private void untimed(String rows, boolean cutOnly, List<Long> timed, SampleBlock.Visitor visitor)
      throws SQLException {
    Query query = ofSpan(COLUMNS + rows, cutOnly);
    if (!timed.isEmpty()) {
      query.and(" AND (block IS NULL OR block NOT IN (" + list(timed) + "))");
    }
    query.each(row -> visitor.row(row.getLong(2), row.getLong(3), sample(row)));
  }

  private void unpack(String rows, List<Long> blocks, SampleBlock.Visitor visitor)
      throws SQLException {
    Map<Long, List<SampleCount>> samples = new HashMap<>();
    ofSpan(COLUMNS + rows, false)
        .and(" AND block IN (" + list(blocks) + ")")
        .each(row ->
            samples.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(sample(row)));
    for (Timed timed : timelines(blocks)) {
      unpack(timed, samples.getOrDefault(timed.block(), List.of()), visitor);
    }
  }

  private List<Timed> timelines(List<Long> blocks) throws SQLException {
    return ofSpan(
            "SELECT block, period_ns, timeline FROM " + source(Table.TIMELINES).orElseThrow(),
            false)
        .and(" AND block IN (" + list(blocks) + ")")
        .list(row -> new Timed(row.getLong(1), Duration.ofNanos(row.getLong(2)), row.getBytes(3)));
  }

  private void unpack(Timed timed, List<SampleCount> rows, SampleBlock.Visitor visitor)
      throws SQLException {
    if (rows.isEmpty()) {
      // The file with the rows was damaged; times alone tell nothing.
      return;
    }
    try {
      SampleBlock.unpack(
          rows,
          timed.timeline(),
          timed.period(),
          (start, end, row) -> {
            if (start < span.end() && end > span.start()) {
              visitor.row(start, end, row);
            }
          });
    } catch (CompactException damaged) {
      throw new SQLException(
          "block %d: %s".formatted(timed.block(), damaged.getMessage()), damaged);
    }
  }

  private static String list(List<Long> blocks) {
    return blocks.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static SampleCount sample(ResultSet row) throws SQLException {
    String thread = row.getString(8);
    SampledTask task =
        new SampledTask(
            row.getInt(5),
            row.getString(6),
            row.getInt(7),
            thread == null ? "" : thread,
            row.getString(9),
            NamespaceColumn.of(row, 11));
    return new SampleCount(row.getLong(4), task, row.getLong(10), SampleMoments.UNKNOWN);
  }
}
