package dev.kedge.bandwidth.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of writes and answers among the test resources. */
final class WriteTable {
  private static final Pattern ROW =
      Pattern.compile("(mkdir|rmdir|write) (\\S+)(?: \"(.*?)\")? -> (\\w+)(?: (.*))?");
  private static final Pattern TIMES = Pattern.compile("\\{(.)\\*(\\d+)}");

  /**
   * One line.
   *
   * @param where file and line, for messages
   * @param answer {@code ok} or an errno, and for a write what the file reads then
   */
  record Row(String where, String action, String path, String text, String answer) {}

  /** Something that has a cgroup hierarchy: the model or the kernel. */
  interface Hierarchy {
    /** {@code ok} or an errno. */
    String mkdir(String path);

    String rmdir(String path);

    String write(String path, String text);

    /** The file without its last line feed, {@code -} when it cannot be read. */
    String read(String path);
  }

  private WriteTable() {}

  static List<Row> rows(String name) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = WriteTable.class.getResourceAsStream(name)) {
      int number = 0;
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
          throw new IOException("%s:%d: no row: %s".formatted(name, number, line));
        }
        String then = row.group(5) == null ? "" : " " + row.group(5).replace("\"", "");
        rows.add(
            new Row(
                "%s:%d %s".formatted(name, number, line),
                row.group(1),
                row.group(2),
                row.group(3) == null ? "" : unescape(row.group(3)),
                row.group(4) + unescape(then)));
      }
    }
    return rows;
  }

  /** What the hierarchy says to a row. */
  static String ask(Hierarchy hierarchy, Row row) {
    return switch (row.action()) {
      case "mkdir" -> hierarchy.mkdir(row.path());
      case "rmdir" -> hierarchy.rmdir(row.path());
      default -> hierarchy.write(row.path(), row.text()) + " " + hierarchy.read(row.path());
    };
  }

  private static String unescape(String text) {
    return TIMES
        .matcher(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0"))
        .replaceAll(times -> times.group(1).repeat(Integer.parseInt(times.group(2))));
  }
}
