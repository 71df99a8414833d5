package dev.kedge.store.upkeep;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.compact.SampleBlock;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.parquet.FileWriter.Effort;
import dev.kedge.store.parquet.NamespaceColumn;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.RowTable;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.duckdb.DuckDBConnection;

/**
 * Adds up the samples of the windows of an hour into blocks, and writes the times of the samples as
 * a timeline beside each. Rows without times stay as they are, in no block.
 */
final class BlockWriter {
  /** Samples of a block: some megabytes when it is read. */
  private static final long BLOCK_SAMPLES = 400_000;

  /** A row beyond what a block can hold keeps its sum only; no real one comes near. */
  private static final String TIMED =
      " WHERE moments IS NOT NULL AND samples <= " + SampleBlock.MAX_SAMPLES;

  private static final String UNTIMED =
      " WHERE moments IS NULL OR samples > " + SampleBlock.MAX_SAMPLES;

  private final DuckDBConnection connection;
  private final FileWriter writer;
  private final Partition partition;
  private final FileWriter.Span span;
  private final String source;

  /** Numbers of blocks only have to differ within a host. */
  private long block = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE >> 1);

  BlockWriter(
      DuckDBConnection connection,
      FileWriter writer,
      Path directory,
      Partition partition,
      List<DataFile> files) {
    this.connection = connection;
    this.writer = writer;
    this.partition = partition;
    this.source = Engine.source(directory, Table.SAMPLES, files);
    this.span = FileWriter.Span.of(files);
  }

  /** Windows of one run of an agent whose rows are read at once. */
  private record Stretch(
      String host,
      String boot,
      String kind,
      long periodNanos,
      long firstStart,
      long lastStart,
      long samples) {
    boolean continues(Stretch next) {
      return host.equals(next.host)
          && boot.equals(next.boot)
          && kind.equals(next.kind)
          && periodNanos == next.periodNanos
          && samples + next.samples <= BLOCK_SAMPLES;
    }

    Stretch with(Stretch next) {
      return new Stretch(
          host, boot, kind, periodNanos, firstStart, next.lastStart, samples + next.samples);
    }
  }

  /** A row of samples with the end of its window. */
  private record Row(long start, long end, SampleCount samples) {}

  /** Writes the files that take the place of those of the hour. */
  List<DataFile> write() throws SQLException, IOException {
    try (RowTable blocks = new RowTable(connection, Table.BLOCKS);
        RowTable timelines = new RowTable(connection, Table.TIMELINES)) {
      for (Stretch stretch : stretches()) {
        blocks(stretch, blocks, timelines);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO %s BY NAME SELECT * EXCLUDE (sequence, moments) FROM %s%s"
              .formatted(RowTable.name(Table.BLOCKS), source, UNTIMED));
    }
    List<DataFile> written = new ArrayList<>();
    for (Table table : List.of(Table.BLOCKS, Table.TIMELINES)) {
      String rows = RowTable.name(table);
      if (Query.of(connection, "SELECT count(*) FROM " + rows).number() > 0) {
        written.add(writer.write(connection, table, partition, span, rows, Effort.THOROUGH));
      }
    }
    return written;
  }

  private List<Stretch> stretches() throws SQLException {
    List<Stretch> stretches = new ArrayList<>();
    Query.of(
            connection,
            "SELECT host, boot, kind, period_ns, start_us, CAST(sum(samples) AS BIGINT) FROM "
                + source
                + TIMED
                + " GROUP BY ALL ORDER BY ALL")
        .each(row -> {
          long start = row.getLong(5);
          Stretch next =
              new Stretch(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  start,
                  start,
                  row.getLong(6));
          if (!stretches.isEmpty() && stretches.getLast().continues(next)) {
            stretches.set(stretches.size() - 1, stretches.getLast().with(next));
          } else {
            stretches.add(next);
          }
        });
    return stretches;
  }

  private void blocks(Stretch stretch, RowTable blocks, RowTable timelines) throws SQLException {
    List<Row> part = new ArrayList<>();
    long samples = 0;
    for (Row row : rows(stretch)) {
      // Only of a window that is too large by itself: its rows go to several blocks.
      if (samples + row.samples().count() > SampleBlock.MAX_SAMPLES && !part.isEmpty()) {
        block(stretch, part, blocks, timelines);
        part.clear();
        samples = 0;
      }
      part.add(row);
      samples += row.samples().count();
    }
    block(stretch, part, blocks, timelines);
  }

  private void block(Stretch stretch, List<Row> rows, RowTable blocks, RowTable timelines)
      throws SQLException {
    SampleBlock.Builder builder = new SampleBlock.Builder();
    rows.forEach(row -> builder.add(row.start(), row.end(), row.samples()));
    SampleBlock packed = builder.build(Duration.ofNanos(stretch.periodNanos()));
    RowTable.Added added =
        new RowTable.Added(
            stretch.host(),
            stretch.boot(),
            stretch.firstStart(),
            rows.stream().mapToLong(Row::end).max().orElse(stretch.lastStart()),
            stretch.kind(),
            stretch.periodNanos());
    block++;
    for (SampleCount row : packed.rows()) {
      blocks.blockRow(added, block, row);
    }
    timelines.timeline(added, block, builder.windows(), builder.samples(), packed.timeline());
  }

  private List<Row> rows(Stretch stretch) throws SQLException {
    return Query.of(
            connection,
            "SELECT start_us, end_us, stack_id, pid, command, tid, thread, cgroup, samples,"
                + " moments, namespaces FROM "
                + source
                + TIMED
                + " AND host = ? AND boot = ? AND kind = ? AND"
                + " period_ns = ? AND start_us BETWEEN ? AND ? ORDER BY start_us",
            stretch.host(),
            stretch.boot(),
            stretch.kind(),
            stretch.periodNanos(),
            stretch.firstStart(),
            stretch.lastStart())
        .list(BlockWriter::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    SampledTask task =
        new SampledTask(
            row.getInt(4),
            row.getString(5),
            row.getInt(6),
            row.getString(7),
            row.getString(8),
            NamespaceColumn.of(row, 11));
    try {
      return new Row(
          row.getLong(1),
          row.getLong(2),
          new SampleCount(
              row.getLong(3), task, row.getLong(9), SampleMoments.unpack(row.getBytes(10))));
    } catch (IllegalArgumentException damaged) {
      throw new SQLException(damaged.getMessage(), damaged);
    }
  }
}
