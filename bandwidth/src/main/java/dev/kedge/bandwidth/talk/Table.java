package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.picture.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table of a result; filled row by row, not thread-safe. */
public final class Table {
  private final String title;
  private final int left;
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose first {@code left} columns are text. */
  Table(String title, int left, String... columns) {
    this.title = title;
    this.left = left;
    this.columns = List.of(columns);
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(row);
    return this;
  }

  /** The cells as printed, row by row. */
  public List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /** Title, columns and rows for a JSON writer. */
  Map<String, Object> json() {
    return Map.of("title", title, "columns", columns, "rows", rows);
  }

  /** The title and the table for a terminal. */
  String text() {
    TextTable text = new TextTable(left, columns.toArray(String[]::new));
    rows.forEach(row -> text.row(row.toArray()));
    return title + "\n" + text;
  }
}
