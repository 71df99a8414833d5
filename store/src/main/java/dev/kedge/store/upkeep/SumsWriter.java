package dev.kedge.store.upkeep;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.compact.CompactException;
import dev.kedge.profile.compact.PackedSums;
import dev.kedge.profile.compact.StackDictionary;
import dev.kedge.profile.compact.StackNumbers;
import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Engine;
import dev.kedge.store.parquet.FileWriter;
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
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Packs the sums of the blocks of a day that is over, one block in memory at a time. Rows of no
 * block stay as they are.
 */
final class SumsWriter {
  private final DuckDBConnection connection;
  private final FileWriter writer;
  private final Path directory;
  private final Partition partition;
  private final FileWriter.Span span;
  private final String source;

  SumsWriter(
      DuckDBConnection connection,
      FileWriter writer,
      Path directory,
      Partition partition,
      List<DataFile> files) {
    this.connection = connection;
    this.writer = writer;
    this.directory = directory;
    this.partition = partition;
    this.source = Engine.source(directory, Table.BLOCKS, files);
    this.span = FileWriter.Span.of(files);
  }

  private record Block(long number, RowTable.Added added) {}

  /** Writes the files that take the place of those of the hours. */
  List<DataFile> write(List<DataFile> dictionaries) throws SQLException, IOException {
    StackNumbers numbers = numbers(dictionaries);
    try (RowTable sums = new RowTable(connection, Table.SUMS)) {
      for (Block block : blocks()) {
        List<SampleCount> rows = rows(block);
        long samples = rows.stream().mapToLong(SampleCount::count).sum();
        sums.sums(block.added(), block.number(), samples, PackedSums.write(rows, numbers));
      }
    }
    new RowTable(connection, Table.BLOCKS).close();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO %s BY NAME SELECT * FROM %s WHERE block IS NULL"
              .formatted(RowTable.name(Table.BLOCKS), source));
    }
    List<DataFile> written = new ArrayList<>();
    for (Table table : List.of(Table.SUMS, Table.BLOCKS)) {
      String rows = RowTable.name(table);
      if (Query.of(connection, "SELECT count(*) FROM " + rows).number() > 0) {
        written.add(
            writer.write(connection, table, partition, span, rows, FileWriter.Effort.THOROUGH));
      }
    }
    return written;
  }

  private StackNumbers numbers(List<DataFile> dictionaries) throws SQLException {
    StackNumbers numbers = new StackNumbers();
    if (!dictionaries.isEmpty()) {
      Query.of(
              connection,
              "SELECT dictionary, content FROM "
                  + Engine.source(directory, Table.DICTIONARIES, dictionaries)
                  + " ORDER BY dictionary")
          .each(row -> {
            try {
              numbers.add(row.getLong(1), StackDictionary.read(row.getBytes(2)));
            } catch (CompactException damaged) {
              throw new SQLException(damaged.getMessage(), damaged);
            }
          });
    }
    return numbers;
  }

  private List<Block> blocks() throws SQLException {
    return Query.of(
            connection,
            "SELECT DISTINCT host, boot, start_us, end_us, kind, period_ns, block FROM "
                + source
                + " WHERE block IS NOT NULL ORDER BY host, start_us, block")
        .list(row ->
            new Block(
                row.getLong(7),
                new RowTable.Added(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getLong(6))));
  }

  private List<SampleCount> rows(Block block) throws SQLException {
    return Query.of(
            connection,
            "SELECT stack_id, pid, command, tid, thread, cgroup, samples, namespaces FROM "
                + source
                + " WHERE host = ? AND block = ?",
            block.added().host(),
            block.number())
        .list(SumsWriter::row);
  }

  private static SampleCount row(ResultSet row) throws SQLException {
    SampledTask task =
        new SampledTask(
            row.getInt(2),
            row.getString(3),
            row.getInt(4),
            row.getString(5),
            row.getString(6),
            NamespaceColumn.of(row, 8));
    return new SampleCount(row.getLong(1), task, row.getLong(7), SampleMoments.UNKNOWN);
  }
}
