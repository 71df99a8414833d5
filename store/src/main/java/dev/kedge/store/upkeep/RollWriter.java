package dev.kedge.store.upkeep;

import dev.kedge.model.HostId;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.RowTable;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/** Writes the files of one roll. */
final class RollWriter {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final DuckDBConnection connection;
  private final FileWriter writer;
  private final Path directory;
  private final List<DataFile> existing;
  private final List<DataFile> written = new ArrayList<>();
  private final Growth growth = new Growth();

  RollWriter(
      DuckDBConnection connection, FileWriter writer, Path directory, List<DataFile> existing) {
    this.connection = connection;
    this.writer = writer;
    this.directory = directory;
    this.existing = existing;
  }

  /** Fills a table of rows. */
  @FunctionalInterface
  private interface Rows {
    void into(RowTable table) throws SQLException;
  }

  /** Files written so far, also when a later one failed. */
  List<DataFile> written() {
    return written;
  }

  Growth growth() {
    return growth;
  }

  void write(Roll roll) throws SQLException, IOException {
    for (Map.Entry<Partition, List<ProfileWindow>> entry : roll.windows().entrySet()) {
      windows(entry.getKey(), entry.getValue());
    }
    for (Map.Entry<Partition, List<Roll.HostReading>> entry : roll.readings().entrySet()) {
      readings(entry.getKey(), entry.getValue());
    }
    for (Map.Entry<Long, Roll.Dictionary> entry : roll.dictionaries().entrySet()) {
      dictionary(entry.getKey(), entry.getValue());
    }
  }

  private void windows(Partition partition, List<ProfileWindow> windows)
      throws SQLException, IOException {
    FileWriter.Span span =
        new FileWriter.Span(
            windows.stream().mapToLong(w -> Micros.of(w.range().start())).min().orElse(0),
            windows.stream().mapToLong(w -> Micros.of(w.range().end())).max().orElse(0));
    Map<HostId, Long> windowRows = new TreeMap<>();
    Map<HostId, Long> sampleRows = new TreeMap<>();
    for (ProfileWindow window : windows) {
      windowRows.merge(window.host(), 1L, Long::sum);
      if (!window.samples().isEmpty()) {
        sampleRows.merge(window.host(), (long) window.samples().size(), Long::sum);
      }
    }
    file(
        Table.WINDOWS,
        partition,
        span,
        windowRows,
        table -> {
          for (ProfileWindow window : windows) {
            table.summary(window);
          }
        });
    if (!sampleRows.isEmpty()) {
      file(
          Table.SAMPLES,
          partition,
          span,
          sampleRows,
          table -> {
            for (ProfileWindow window : windows) {
              table.samples(window);
            }
          });
    }
  }

  private void readings(Partition partition, List<Roll.HostReading> readings)
      throws SQLException, IOException {
    FileWriter.Span span =
        new FileWriter.Span(
            readings.stream().mapToLong(r -> Micros.of(r.reading().at())).min().orElse(0),
            readings.stream().mapToLong(r -> Micros.of(r.reading().at())).max().orElse(0));
    Map<HostId, Long> rows = new TreeMap<>();
    readings.forEach(reading -> rows.merge(reading.host(), 1L, Long::sum));
    file(
        Table.VITALS,
        partition,
        span,
        rows,
        table -> {
          for (Roll.HostReading reading : readings) {
            table.reading(reading.host().value(), reading.reading());
          }
        });
  }

  private void dictionary(long day, Roll.Dictionary dictionary) throws SQLException, IOException {
    fill(
        Table.STACKS,
        table -> {
          for (var stack : dictionary.stacks.values()) {
            table.stack(stack);
          }
        });
    freshRows(Table.STACKS, day, "stack_id", "", dictionary.stackRows);
    fill(
        Table.SYMBOLS,
        table -> {
          for (var frame : dictionary.frames.values()) {
            table.symbol(frame);
          }
        });
    // A frame that had no name so far and has one now is written again; readers prefer the name.
    freshRows(
        Table.SYMBOLS,
        day,
        "frame_id",
        " AND (k.function IS NOT NULL OR a.function IS NULL)",
        dictionary.frameRows);
  }

  /** Writes the arriving rows whose key is in no file of the day yet. */
  private void freshRows(
      Table table, long day, String key, String same, Map<HostId, Long> rowsByHost)
      throws SQLException, IOException {
    Partition partition = Partition.dictionary(day);
    List<DataFile> known =
        existing.stream()
            .filter(file -> file.table() == table && file.partition().equals(partition))
            .toList();
    String rows = RowTable.name(table);
    if (!known.isEmpty()) {
      rows =
          "(SELECT a.* FROM %s a WHERE NOT EXISTS (SELECT 1 FROM %s k WHERE k.%s = a.%s%s))"
              .formatted(
                  RowTable.name(table), Engine.source(directory, table, known), key, key, same);
    }
    if (Query.of(connection, "SELECT count(*) FROM " + rows).number() > 0) {
      FileWriter.Span span = new FileWriter.Span(day * DAY_MICROS, (day + 1) * DAY_MICROS - 1);
      add(
          writer.write(connection, table, partition, span, rows, FileWriter.Effort.QUICK),
          rowsByHost);
    }
  }

  private void file(
      Table table,
      Partition partition,
      FileWriter.Span span,
      Map<HostId, Long> rowsByHost,
      Rows rows)
      throws SQLException, IOException {
    fill(table, rows);
    String arrived = RowTable.name(table);
    add(
        writer.write(connection, table, partition, span, arrived, FileWriter.Effort.QUICK),
        rowsByHost);
  }

  private void fill(Table table, Rows rows) throws SQLException {
    try (RowTable arriving = new RowTable(connection, table)) {
      rows.into(arriving);
    }
  }

  private void add(DataFile file, Map<HostId, Long> rowsByHost) {
    written.add(file);
    growth.add(file.bytes(), rowsByHost);
  }
}
