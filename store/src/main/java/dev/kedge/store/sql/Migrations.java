package dev.kedge.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;

/** Brings a database's schema up to the last known migration. */
final class Migrations {
  private Migrations() {}

  private record Applied(int number, String name, String checksum) {}

  static void apply(Connection connection, List<Migration> known, InstantSource clock)
      throws SQLException {
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY,"
            + " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
    connection.commit();
    List<Applied> applied =
        Query.of(connection, "SELECT number, name, checksum FROM schema_migration ORDER BY number")
            .list(row -> new Applied(row.getInt(1), row.getString(2), row.getString(3)));
    // Ends the read transaction, so that the first step can begin a writing one.
    connection.rollback();
    check(applied, known);
    for (Migration migration : known.subList(applied.size(), known.size())) {
      step(connection, migration, clock);
    }
  }

  private static void check(List<Applied> applied, List<Migration> known) throws SQLException {
    if (applied.size() > known.size()) {
      throw new SQLException(
          "its schema is number %d (%s), this version of Kedge knows up to %d: a newer Kedge wrote it; start that version, or restore a copy from before the upgrade"
              .formatted(applied.getLast().number(), applied.getLast().name(), known.size()));
    }
    for (int i = 0; i < applied.size(); i++) {
      Applied was = applied.get(i);
      Migration is = known.get(i);
      if (was.number() != is.number() || !was.checksum().equals(is.checksum())) {
        throw new SQLException(
            "its schema step %d (%s) is not the %s of this version of Kedge: another build wrote it; start that build"
                .formatted(was.number(), was.name(), is.name()));
      }
    }
  }

  private static void step(Connection connection, Migration migration, InstantSource clock)
      throws SQLException {
    try {
      for (String statement : migration.statements()) {
        execute(connection, statement);
      }
      Query.of(
              connection,
              "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (?, ?, ?,"
                  + " ?)",
              migration.number(),
              migration.name(),
              migration.checksum(),
              Micros.of(clock.instant()))
          .update();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw new SQLException(
          "schema step %s: %s".formatted(migration.name(), e.getMessage()),
          e.getSQLState(),
          e.getErrorCode(),
          e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
