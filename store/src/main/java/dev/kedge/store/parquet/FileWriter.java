package dev.kedge.store.parquet;

import dev.kedge.store.disk.DurableFiles;
import dev.kedge.store.sql.Query;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes Parquet files: under a scratch name, synced, then renamed. A file that has its name is
 * whole; whether it counts is decided by the manifest.
 */
public final class FileWriter {
  private final Path directory;
  private final Path scratch;

  /** Writes below {@code directory}, unfinished files into {@code scratch} on the same disk. */
  public FileWriter(Path directory, Path scratch) {
    this.directory = directory;
    this.scratch = scratch;
  }

  /** The span of the rows of a file. */
  public record Span(long minMicros, long maxMicros) {
    /** All that files span. */
    public static Span of(List<DataFile> files) {
      return new Span(
          files.stream().mapToLong(DataFile::minMicros).min().orElse(0),
          files.stream().mapToLong(DataFile::maxMicros).max().orElse(0));
    }
  }

  /** How much time is taken to make a file small. */
  public enum Effort {
    /** For files that are joined with others before long. */
    QUICK(3),
    /** For files that stay. */
    THOROUGH(19);

    private final int level;

    Effort(int level) {
      this.level = level;
    }
  }

  /** Writes the rows of {@code from}, a table or table function, in the table's order. */
  public DataFile write(
      Connection connection,
      Table table,
      Partition partition,
      Span span,
      String from,
      Effort effort)
      throws SQLException, IOException {
    Files.createDirectories(scratch);
    String name = table.sqlName() + "-" + UUID.randomUUID() + ".parquet";
    Path unfinished = scratch.resolve(name);
    try {
      long rows;
      try (Statement statement = connection.createStatement()) {
        rows =
            statement.executeUpdate(
                "COPY (SELECT %s FROM %s ORDER BY %s) TO %s (FORMAT PARQUET, COMPRESSION ZSTD, ROW_GROUP_SIZE 491520, COMPRESSION_LEVEL %d, PARQUET_VERSION %s)"
                    .formatted(
                        columns(connection, table, from),
                        from,
                        table.order(),
                        Engine.literal(unfinished.toString()),
                        effort.level,
                        table.encodings()));
      }
      String path = table.directory() + "/" + partition.path() + "/" + name;
      DataFile file =
          new DataFile(
              path,
              table,
              partition,
              span.minMicros(),
              span.maxMicros(),
              rows,
              Files.size(unfinished),
              checksum(unfinished));
      DurableFiles.publish(unfinished, directory.resolve(path));
      return file;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Even a column of nothing but nulls takes some bytes of each file. */
  private static String columns(Connection connection, Table table, String from)
      throws SQLException {
    Optional<String> sparse = table.sparseColumn();
    boolean empty =
        sparse.isPresent()
            && Query.of(connection, "SELECT count(%s) FROM %s".formatted(sparse.get(), from))
                    .number()
                == 0;
    return empty ? "* EXCLUDE (%s)".formatted(sparse.get()) : "*";
  }

  /** True when the file is there with the size and content it was written with. */
  public boolean isWhole(DataFile file) throws IOException {
    return isThere(file) && checksum(directory.resolve(file.path())).equals(file.checksum());
  }

  /** True when the file is there with its size. */
  public boolean isThere(DataFile file) throws IOException {
    Path path = directory.resolve(file.path());
    return Files.isRegularFile(path) && Files.size(path) == file.bytes();
  }

  private static String checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return "%08x".formatted(crc.getValue());
  }
}
