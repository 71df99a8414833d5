package dev.kedge.report.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Reads the text form shared by all rules files: one {@code keyword value} a line, {@code #} at the
 * start of a line for remarks, blank lines anywhere, the first entry {@code version 1}. {@code
 * because REASON} gives the reason of the entries below it, up to the next empty line.
 *
 * @param name name used in error messages
 * @param addsToShipped true when {@code extends shipped} follows the version: the entries add to
 *     the file of the same kind that ships with this module, instead of standing in its place
 * @param entries the entries after these
 */
public record RuleFile(String name, boolean addsToShipped, List<Entry> entries) {
  private static final String VERSION = "1";

  /** Longer rules files are not rules files. */
  private static final int MAX_BYTES = 1 << 20;

  /**
   * One line.
   *
   * @param line position in the file, counted from 1
   * @param keyword first word
   * @param value rest of the line, stripped; may be empty
   * @param reason what the nearest {@code because} of its block says; empty where there is none
   */
  public record Entry(int line, String keyword, String value, String reason) {}

  /**
   * Reads a rules file that ships with this module.
   *
   * @throws ReportException when it is not there or not of a known version
   */
  public static RuleFile shipped(String name) {
    return parse(name, shippedText(name));
  }

  /** The text of a rules file that ships with this module. */
  public static String shippedText(String name) {
    try (InputStream in = RuleFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new ReportException(name, 0, "not on the class path; the jar is incomplete");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ReportException(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a rules file of the user's.
   *
   * @throws ReportException when it is no text, too long, or not of a known version
   * @throws IOException when it cannot be read
   */
  public static RuleFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ReportException(file.toString(), 0, "longer than 1 MiB: no rules file");
      }
      return parse(
          file.toString(),
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new ReportException(file.toString(), "expected UTF-8 text", e);
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
    String reason = "";
    for (String line : text.lines().toList()) {
      number++;
      String content = line.strip();
      if (content.isEmpty()) {
        reason = "";
      }
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      int space = content.indexOf(' ');
      String keyword = space < 0 ? content : content.substring(0, space);
      String value = space < 0 ? "" : content.substring(space + 1).strip();
      if (keyword.equals("because")) {
        reason = value;
      } else {
        entries.add(new Entry(number, keyword, value, reason));
      }
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
    boolean adds = entries.size() > 1 && entries.get(1).keyword().equals("extends");
    if (adds && !entries.get(1).value().equals("shipped")) {
      throw new ReportException(name, entries.get(1).line(), "expected \"extends shipped\"");
    }
    return new RuleFile(name, adds, List.copyOf(entries.subList(adds ? 2 : 1, entries.size())));
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

  /**
   * Refuses an entry that stands alone and has no reason.
   *
   * @throws ReportException naming file and line
   */
  public void requireReason(Entry entry) {
    if (entry.reason().isEmpty()) {
      throw error(
          entry,
          "\"%s\" has no reason; expected \"because REASON\" above it, in the same block"
              .formatted(entry.keyword()));
    }
  }
}
