package dev.kedge.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One statement with its parameters. Values only ever travel as parameters, never as text of the
 * statement, because most of them were written by others.
 */
public final class Query {
  private final Connection connection;
  private final StringBuilder sql;
  private final List<Object> parameters = new ArrayList<>();

  private Query(Connection connection, String sql) {
    this.connection = connection;
    this.sql = new StringBuilder(sql);
  }

  /** Reads one row; called with the result standing on it. */
  @FunctionalInterface
  public interface Row<T> {
    /** The value of the row. */
    T read(ResultSet row) throws SQLException;
  }

  /** A statement with these parameters. */
  public static Query of(Connection connection, String sql, Object... parameters) {
    return new Query(connection, sql).bind(parameters);
  }

  /** Adds to the statement's text, with the parameters the addition holds. */
  public Query and(String more, Object... parameters) {
    sql.append(more);
    return bind(parameters);
  }

  /** Runs it for its effect: rows changed. */
  public int update() throws SQLException {
    try (PreparedStatement statement = prepare()) {
      return statement.executeUpdate();
    }
  }

  /** Every row of the answer. */
  public <T> List<T> list(Row<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement = prepare();
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(reader.read(result));
      }
    }
    return rows;
  }

  /** Takes one row; called with the result standing on it. */
  @FunctionalInterface
  public interface Visitor {
    /** The next row. */
    void visit(ResultSet row) throws SQLException;
  }

  /** Hands over every row of the answer, without keeping any. */
  public void each(Visitor visitor) throws SQLException {
    try (PreparedStatement statement = prepare();
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        visitor.visit(result);
      }
    }
  }

  /** The first row of the answer. */
  public <T> Optional<T> first(Row<T> reader) throws SQLException {
    try (PreparedStatement statement = prepare();
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(reader.read(result)) : Optional.empty();
    }
  }

  /** The number in the first column of the first row, 0 without one. */
  public long number() throws SQLException {
    return first(row -> row.getLong(1)).orElse(0L);
  }

  private Query bind(Object... values) {
    parameters.addAll(List.of(values));
    return this;
  }

  private PreparedStatement prepare() throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    try {
      for (int i = 0; i < parameters.size(); i++) {
        set(statement, i + 1, parameters.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** An empty optional is NULL; a truth value 0 or 1, because SQLite has no other. */
  private static void set(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Optional<?> optional when optional.isEmpty() -> statement.setObject(index, null);
      case Optional<?> optional -> set(statement, index, optional.orElseThrow());
      case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      case Double number -> statement.setDouble(index, number);
      case String text -> statement.setString(index, text);
      default -> throw new SQLException("no column type for " + value.getClass());
    }
  }
}
