package dev.kedge.store.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB in this process, without a database of its own: it reads and writes Parquet files, within
 * a limit of memory and threads, never the network. Safe for use by many threads.
 */
public final class Engine implements AutoCloseable {
  private static final int WAIT_SECONDS = 60;

  private final DuckDBConnection root;
  private final Semaphore places;

  private Engine(DuckDBConnection root, int concurrentQueries) {
    this.root = root;
    this.places = new Semaphore(concurrentQueries, true);
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs on a connection of its own. */
    T on(DuckDBConnection connection) throws SQLException;
  }

  /** Starts the engine; what does not fit into memory goes to files below {@code scratch}. */
  public static Engine open(Path scratch, long memoryBytes, int threads, int concurrentQueries)
      throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    DuckDBConnection root = connection.unwrap(DuckDBConnection.class);
    try (Statement statement = root.createStatement()) {
      statement.execute("SET memory_limit = '%d MiB'".formatted(memoryBytes >> 20));
      statement.execute("SET threads = " + threads);
      statement.execute("SET temp_directory = " + literal(scratch.toString()));
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET enable_progress_bar = false");
    } catch (SQLException e) {
      root.close();
      throw e;
    }
    return new Engine(root, concurrentQueries);
  }

  /** Runs a query when there is a place for it. */
  public <T> T query(Work<T> work) throws SQLException {
    try {
      if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLException(
            "%d s passed while other queries ran: ask again, or for less".formatted(WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while other queries ran", e);
    }
    try {
      return run(work);
    } finally {
      places.release();
    }
  }

  /** Runs upkeep, which has a place of its own. */
  public <T> T run(Work<T> work) throws SQLException {
    try (Connection connection = root.duplicate()) {
      return work.on(connection.unwrap(DuckDBConnection.class));
    }
  }

  /**
   * The rows of files of one table, for the FROM clause of a query. Columns that files of earlier
   * versions do not have are null.
   */
  public static String source(Path directory, Table table, List<DataFile> files) {
    return files.stream()
        .map(file -> literal(directory.resolve(file.path()).toString()))
        .collect(
            Collectors.joining(
                ", ",
                "(" + table.noRows() + " UNION ALL BY NAME SELECT * FROM read_parquet([",
                "], hive_partitioning = false, union_by_name = true))"));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    root.close();
  }
}
