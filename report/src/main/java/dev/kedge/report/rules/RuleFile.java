package dev.kedge.report.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Reads the text form shared by all rules files: one {@code keyword value} a line, {@code #} at the
 * start of a line for remarks, blank lines anywhere, the first entry {@code version 1}.
 *
 * @param name name used in error messages
 * @param entries the entries after the version
 */
public record RuleFile(String name, List<Entry> entries) {
  private static final String VERSION = "1";

  /**
   * One line.
   *
   * @param line position in the file, counted from 1
   * @param keyword first word
   * @param value rest of the line, stripped; may be empty
   */
  public record Entry(int line, String keyword, String value) {}

  /**
   * Reads a rules file that ships with this module.
   *
   * @throws ReportException when it is not there or not of a known version
   */
  public static RuleFile shipped(String name) {
    try (InputStream in = RuleFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new ReportException(name, 0, "not on the class path; the jar is incomplete");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ReportException(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Parses the text of a rules file.
   *
   * @throws ReportException when the version line is missing or unknown
   */
  static RuleFile parse(String name, String text) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      int space = content.indexOf(' ');
      entries.add(
          space < 0
              ? new Entry(number, content, "")
              : new Entry(
                  number, content.substring(0, space), content.substring(space + 1).strip()));
    }
    if (entries.isEmpty() || !entries.getFirst().keyword().equals("version")) {
      throw new ReportException(name, 1, "the first entry must be \"version " + VERSION + "\"");
    }
    Entry version = entries.getFirst();
    if (!version.value().equals(VERSION)) {
      throw new ReportException(
          name,
          version.line(),
          "version \"%s\" is not known; this build reads version %s"
              .formatted(version.value(), VERSION));
    }
    return new RuleFile(name, List.copyOf(entries.subList(1, entries.size())));
  }

  /** The words of a value. */
  static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(value);
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return words;
  }

  /** The exception for an entry that cannot be understood: names file and line. */
  public ReportException error(Entry at, String problem) {
    return new ReportException(name, at.line(), problem);
  }
}
