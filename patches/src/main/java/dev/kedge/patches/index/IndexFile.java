package dev.kedge.patches.index;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file of an index: made, checked and thrown away here. It can be built anew at any
 * time, so commits of the database are not fsynced one by one ({@code synchronous=NORMAL}).
 */
final class IndexFile implements AutoCloseable {
  /** Raised with the schema and whenever the parser reads messages differently. */
  static final int VERSION = 1;

  private static final int BUSY_MILLIS = 60_000;

  private final Connection connection;
  private final Path file;

  private IndexFile(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static IndexFile open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      IndexFile opened = new IndexFile(file, connect(file));
      opened.prepare();
      return opened;
    } catch (IOException | SQLException e) {
      throw PatchesException.environment(
          "the index "
              + Printable.of(file.toString(), 300)
              + " cannot be opened: "
              + e.getMessage()
              + " (it can be deleted; --index FILE puts it elsewhere)",
          e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-64 << 10);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    connection.setAutoCommit(false);
    return connection;
  }

  private void prepare() throws SQLException {
    int version = number("PRAGMA user_version");
    if (version != VERSION) {
      rebuild();
    }
    connection.commit();
  }

  /** Throws everything away and makes the tables. */
  void rebuild() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table :
          new String[] {"commits", "facts", "patch_ids", "files", "listed", "tips", "meta"}) {
        statement.executeUpdate("DROP TABLE IF EXISTS " + table);
      }
      for (String command : schema().split(";\\s*\n", -1)) {
        if (!command.isBlank()) {
          statement.executeUpdate(command);
        }
      }
      statement.executeUpdate("PRAGMA user_version = " + VERSION);
    }
    connection.commit();
  }

  private static String schema() {
    try (InputStream stream = IndexFile.class.getResourceAsStream("schema.sql")) {
      if (stream == null) {
        throw new IllegalStateException("schema.sql is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--.*", "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Connection connection() {
    return connection;
  }

  int number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  Optional<String> meta(String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  void setMeta(String name, String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES (?, ?)")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.executeUpdate();
    }
  }

  /** What to say of a failed query. */
  PatchesException failure(SQLException e) {
    return PatchesException.environment(
        "the index "
            + Printable.of(file.toString(), 300)
            + " failed: "
            + e.getMessage()
            + " (it can be deleted and is built anew)",
        e);
  }

  @Override
  public void close() {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
