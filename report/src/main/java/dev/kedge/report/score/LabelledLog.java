package dev.kedge.report.score;

import dev.kedge.report.KernelReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A log with what is expected of it: {@code KEY: value} lines, an empty line, the log, and maybe an
 * empty line and a {@code REPORT:} part that is not read here. A log that begins with an empty line
 * has no labels, and nothing may be found in it.
 *
 * @param name of its file
 * @param title of the first report, empty when there is none
 * @param alternatives further titles of it
 * @param type label of its class, empty when it has none
 * @param corrupted the report is not whole
 * @param suppressed the log shows a cause that makes it uninteresting
 * @param panicked the log says that the kernel panicked
 * @param executor as {@code proc=P, id=E}, empty when the log names none
 * @param frame function the title names, empty when not labelled
 * @param file source file to blame, empty when not labelled
 * @param body the log
 */
public record LabelledLog(
    String name,
    String title,
    Set<String> alternatives,
    String type,
    boolean corrupted,
    boolean suppressed,
    boolean panicked,
    String executor,
    String frame,
    String file,
    String body) {
  /** Copies the set. */
  public LabelledLog {
    alternatives = Set.copyOf(alternatives);
  }

  /** Reads a labelled log; empty when the file begins neither with labels nor an empty line. */
  public static Optional<LabelledLog> parse(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "");
    int split = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
    if (split < 0 || !text.substring(0, split).lines().allMatch(LabelledLog::isLabel)) {
      return Optional.empty();
    }
    String head = text.substring(0, split);
    String body = split == 0 ? text : text.substring(split + 2);
    int report = body.indexOf("\n\nREPORT:");
    if (report >= 0) {
      body = body.substring(0, report + 1);
    }
    LabelledLog log =
        new LabelledLog(
            name,
            value(head, "TITLE"),
            new HashSet<>(values(head, "ALT")),
            value(head, "TYPE"),
            value(head, "CORRUPTED").equals("Y"),
            value(head, "SUPPRESSED").equals("Y"),
            value(head, "PANICKED").equals("Y"),
            value(head, "EXECUTOR"),
            value(head, "FRAME"),
            value(head, "FILE"),
            body);
    return Optional.of(log);
  }

  /** {@code KEY: value}, or a comment. */
  private static boolean isLabel(String line) {
    int colon = line.indexOf(':');
    return line.startsWith("#")
        || (colon > 0
            && line.chars().limit(colon).allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_'));
  }

  /** The log's bytes. */
  public byte[] log() {
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** True when nothing may be found. */
  public boolean silent() {
    return title.isEmpty() && file.isEmpty();
  }

  /** Title and alternatives. */
  Set<String> titles() {
    Set<String> all = new HashSet<>(alternatives);
    all.add(title);
    return all;
  }

  /** True when title or an alternative is shared: the two would be one issue. */
  public boolean meets(KernelReport report) {
    Set<String> mine = titles();
    return mine.contains(report.title())
        || report.alternativeTitles().stream().anyMatch(mine::contains);
  }

  private static String value(String head, String key) {
    List<String> values = values(head, key);
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static List<String> values(String head, String key) {
    List<String> values = new ArrayList<>();
    for (String line : head.split("\n", -1)) {
      if (line.startsWith(key + ":")) {
        values.add(line.substring(key.length() + 1).strip());
      }
    }
    return values;
  }
}
