package dev.kedge.store.parquet;

import dev.kedge.profile.Namespaces;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The column of samples with the namespaces of their processes; null where they are the host's. */
public final class NamespaceColumn {
  /** Its name. */
  public static final String NAME = "namespaces";

  private NamespaceColumn() {}

  /**
   * Those of a row.
   *
   * @param at number of the column in the row
   * @throws SQLException when the text is none that was written
   */
  public static Namespaces of(ResultSet row, int at) throws SQLException {
    String text = row.getString(at);
    try {
      return text == null || text.isEmpty() ? Namespaces.HOST : new Namespaces(text);
    } catch (IllegalArgumentException damaged) {
      throw new SQLException(damaged.getMessage(), damaged);
    }
  }
}
