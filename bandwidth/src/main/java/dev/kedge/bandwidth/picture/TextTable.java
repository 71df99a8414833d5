package dev.kedge.bandwidth.picture;

import dev.kedge.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: the first columns to the left, the others, numbers, to the right. */
public final class TextTable {
  private static final int WIDEST = 40;

  private final int left;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose first {@code left} columns are text. */
  public TextTable(int left, String... head) {
    this.left = left;
    rows.add(List.of(head));
  }

  /** Adds a row; cells longer than {@value #WIDEST} characters are cut. */
  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(Printable.of(cell.toString(), WIDEST));
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ")
            .append(i < left ? row.get(i) + padding : padding + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
