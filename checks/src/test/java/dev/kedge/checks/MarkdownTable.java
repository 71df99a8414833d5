package dev.kedge.checks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Rows of the tables of a Markdown file: cells without their blanks and back quotes. */
final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * All rows of at least {@code cells} cells below the heading {@code heading}, header left out.
   */
  static List<List<String>> rows(Path file, String heading, int cells) {
    return rows(section(SourceTree.text(file).orElse(""), heading), cells);
  }

  static List<List<String>> rows(String markdown, int cells) {
    List<String> lines = markdown.lines().toList();
    return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
        .filter(i -> lines.get(i).startsWith("|"))
        .filter(i -> !isRule(lines.get(i)))
        .filter(i -> i + 1 >= lines.size() || !isRule(lines.get(i + 1)))
        .map(i -> cells(lines.get(i)))
        .filter(row -> row.size() >= cells)
        .toList();
  }

  /** The text from the heading (any level, back quotes ignored) to the next heading. */
  static String section(String markdown, String heading) {
    StringBuilder section = new StringBuilder();
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      if (line.matches("#{1,6} .*")) {
        inside = title(line).equals(heading);
      } else if (inside) {
        section.append(line).append('\n');
      }
    }
    return section.toString();
  }

  private static String title(String line) {
    return line.replaceFirst("#+ +", "").replace("`", "").strip();
  }

  private static boolean isRule(String line) {
    return line.matches("\\|[ :|-]+\\|?\\s*") && line.contains("--");
  }

  private static List<String> cells(String line) {
    return Stream.of(
            line.strip()
                .replaceFirst("^\\|", "")
                .replaceFirst("\\|$", "")
                .split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.replace("`", "").strip())
        .toList();
  }
}
