package dev.kedge.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A log with what is expected of it: {@code KEY: value} lines, an empty line, the log, and maybe an
 * empty line and a {@code REPORT:} part that is not read here. The format of the public syzkaller
 * corpus.
 */
record LabelledLog(
    String name,
    String title,
    Set<String> alternatives,
    String type,
    boolean corrupted,
    boolean suppressed,
    boolean panicked,
    String executor,
    String frame,
    String body) {

  static LabelledLog read(Path file) {
    try {
      return parse(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  static LabelledLog parse(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "");
    int split = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
    String head = split <= 0 ? "" : text.substring(0, split);
    String body = split <= 0 ? text : text.substring(split + 2);
    int report = body.indexOf("\n\nREPORT:");
    if (report >= 0) {
      body = body.substring(0, report + 1);
    }
    return new LabelledLog(
        name,
        value(head, "TITLE"),
        new HashSet<>(values(head, "ALT")),
        value(head, "TYPE"),
        value(head, "CORRUPTED").equals("Y"),
        value(head, "SUPPRESSED").equals("Y"),
        value(head, "PANICKED").equals("Y"),
        value(head, "EXECUTOR"),
        value(head, "FRAME"),
        body);
  }

  /** The log's bytes. */
  byte[] log() {
    return body.getBytes(StandardCharsets.ISO_8859_1);
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

  boolean silent() {
    return title.isEmpty();
  }

  /** True when title or an alternative is shared: the two would be one issue. */
  boolean meets(KernelReport report) {
    Set<String> mine = new HashSet<>(alternatives);
    mine.add(title);
    return mine.contains(report.title())
        || report.alternativeTitles().stream().anyMatch(mine::contains);
  }
}
