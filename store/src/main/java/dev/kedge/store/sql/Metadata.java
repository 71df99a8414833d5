package dev.kedge.store.sql;

import dev.kedge.store.disk.StoreException;
import dev.kedge.store.disk.StoreFullException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.sqlite.SQLiteErrorCode;

/** The metadata database, with its failures told in the store's own exceptions. */
public final class Metadata implements AutoCloseable {
  private final Path file;
  private final Database database;

  private Metadata(Path file, Database database) {
    this.file = file;
    this.database = database;
  }

  /**
   * Opens or makes the file and brings its schema up to date.
   *
   * @throws StoreException when it cannot be opened
   */
  public static Metadata open(Path file, InstantSource clock) {
    try {
      return new Metadata(file, Database.open(file, Migration.known(), clock));
    } catch (SQLException e) {
      throw failure(file, "open", e);
    }
  }

  /** Reads on one snapshot; {@code purpose} completes the message of a failure. */
  public <T> T read(String purpose, Database.Work<T> work) {
    try {
      return database.read(work);
    } catch (SQLException e) {
      throw failure(file, purpose, e);
    }
  }

  /** Writes all or nothing, durably. */
  public <T> T write(String purpose, Database.Work<T> work) {
    try {
      return database.write(work);
    } catch (SQLException e) {
      throw failure(file, purpose, e);
    }
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw failure(file, "close", e);
    }
  }

  private static StoreException failure(Path file, String purpose, SQLException e) {
    String message = "%s: %s: %s".formatted(file, purpose, e.getMessage());
    int code = e.getErrorCode() & 0xff;
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return new StoreFullException(message + ": free some disk space", e);
    }
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code || code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new StoreException(
          message + ": move the file away to start with empty metadata, or restore a copy", e);
    }
    return new StoreException(message, e);
  }
}
