package dev.kedge.store.upkeep;

import dev.kedge.store.parquet.DataFile;
import dev.kedge.store.parquet.Partition;
import dev.kedge.store.parquet.Table;
import dev.kedge.store.sql.Metadata;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The Parquet files that count: the manifest in the database, and its copy in memory that queries
 * use. Queries hold the reading lock, so that the set of files and what is still in memory change
 * for them at once, and no file goes away under them.
 */
public final class Catalogue {
  private final Metadata metadata;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile List<DataFile> files;

  private Catalogue(Metadata metadata, List<DataFile> files) {
    this.metadata = metadata;
    this.files = files;
  }

  /** Reads the manifest from the database. */
  public static Catalogue load(Metadata metadata) {
    return new Catalogue(
        metadata,
        metadata.read(
            "manifest",
            connection ->
                List.copyOf(
                    Query.of(
                            connection,
                            "SELECT path, table_name, day, hour, bucket, min_us, max_us, row_count,"
                                + " bytes, checksum FROM manifest ORDER BY path")
                        .list(row ->
                            new DataFile(
                                row.getString(1),
                                Table.of(row.getString(2)),
                                new Partition(row.getLong(3), row.getInt(4), row.getInt(5)),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getString(10))))));
  }

  /** The files that count now. */
  public List<DataFile> files() {
    return files;
  }

  /** Held while files are read. */
  public Lock reading() {
    return lock.readLock();
  }

  /** Further writing in the transaction that changes the manifest. */
  @FunctionalInterface
  interface Also {
    /** Runs before the commit. */
    void on(Connection connection) throws SQLException;
  }

  /**
   * Changes the set of files durably, in one transaction with {@code also}; then, in one step for
   * queries, in memory together with {@code visible}. When it returns no query uses a removed file.
   */
  void change(
      String purpose,
      List<DataFile> added,
      List<DataFile> removed,
      long now,
      Also also,
      Runnable visible) {
    metadata.write(
        purpose,
        connection -> {
          for (DataFile file : removed) {
            Query.of(connection, "DELETE FROM manifest WHERE path = ?", file.path()).update();
          }
          for (DataFile file : added) {
            insert(connection, file, now);
          }
          also.on(connection);
          return true;
        });
    lock.writeLock().lock();
    try {
      Set<DataFile> gone = Set.copyOf(removed);
      List<DataFile> next = new ArrayList<>(files);
      next.removeIf(gone::contains);
      next.addAll(added);
      files = List.copyOf(next);
      visible.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static void insert(Connection connection, DataFile file, long now) throws SQLException {
    Query.of(
            connection,
            "INSERT INTO manifest (path, table_name, day, hour, bucket, min_us, max_us, row_count,"
                + " bytes, checksum, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            file.path(),
            file.table().sqlName(),
            file.partition().day(),
            file.partition().hour(),
            file.partition().bucket(),
            file.minMicros(),
            file.maxMicros(),
            file.rows(),
            file.bytes(),
            file.checksum(),
            now)
        .update();
  }
}
