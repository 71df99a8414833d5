package dev.kedge.store.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file: one connection that writes, a few that read. A write that returned is on disk
 * (WAL with {@code synchronous=FULL}: the log is fsynced at each commit,
 * https://www.sqlite.org/pragma.html#pragma_synchronous). Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 3;
  private static final int BUSY_MILLIS = 10_000;

  private final ReentrantLock writing = new ReentrantLock();
  private final Connection writer;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final List<Connection> all = new ArrayList<>();

  private Database(Connection writer) {
    this.writer = writer;
    all.add(writer);
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs inside one transaction. */
    T on(Connection connection) throws SQLException;
  }

  /**
   * Opens the file, made if absent, and brings its schema up to date.
   *
   * @throws SQLException when it is no database, is damaged, or was written by a newer version
   */
  public static Database open(Path file, List<Migration> migrations, InstantSource clock)
      throws SQLException {
    Database database = new Database(connect(file, false));
    try {
      database.writer.setAutoCommit(false);
      Migrations.apply(database.writer, migrations, clock);
      for (int i = 0; i < READERS; i++) {
        Connection reader = connect(file, true);
        database.all.add(reader);
        database.readers.add(reader);
      }
      return database;
    } catch (SQLException | RuntimeException e) {
      try {
        database.close();
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Runs reading work on a snapshot. */
  public <T> T read(Work<T> work) throws SQLException {
    Connection reader = takeReader();
    try {
      reader.setAutoCommit(false);
      try {
        return work.on(reader);
      } finally {
        reader.rollback();
        reader.setAutoCommit(true);
      }
    } finally {
      readers.add(reader);
    }
  }

  /** Runs writing work: all of it is on disk when this returns, none of it when it throws. */
  public <T> T write(Work<T> work) throws SQLException {
    writing.lock();
    try {
      T result = work.on(writer);
      writer.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        writer.rollback();
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    // The writer last: closing the last connection folds the write-ahead log into the file.
    for (Connection connection : all.reversed()) {
      try {
        connection.close();
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Connection takeReader() throws SQLException {
    try {
      return readers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a database connection", e);
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    if (readOnly) {
      config.setReadOnly(true);
    } else {
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    return config.createConnection("jdbc:sqlite:" + file);
  }
}
