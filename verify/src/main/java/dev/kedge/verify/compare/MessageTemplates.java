package dev.kedge.verify.compare;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The messages of a console without what differs from boot to boot: the time at the front, numbers,
 * addresses and hashes become {@code #}. Linear in the text.
 */
public final class MessageTemplates {
  /** The most templates kept of one console; messages beyond are not compared. */
  public static final int MAX_TEMPLATES = 20_000;

  private static final int MAX_LINE = 400;
  private static final Pattern PREFIX =
      Pattern.compile("^(?:<\\d{1,3}>)?\\[ *\\d{1,9}\\.\\d{1,9}\\](?:\\[ *[TC]\\d{1,9}\\])? ?");
  private static final Pattern VARIABLE =
      Pattern.compile("0[xX][0-9a-fA-F]+|(?<![A-Za-z_])[0-9][0-9a-fA-F.:]*|\\b[0-9a-f]{8,}\\b");

  private MessageTemplates() {}

  /** The templates of the lines that carry a kernel's time stamp. */
  public static Set<String> of(Stream<String> lines) {
    Set<String> templates = new TreeSet<>();
    lines
        .map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line)
        .filter(line -> PREFIX.matcher(line).find())
        .takeWhile(line -> templates.size() < MAX_TEMPLATES)
        .forEach(line -> templates.add(template(line)));
    return templates;
  }

  /** One message without its time and its numbers. */
  static String template(String line) {
    String message = PREFIX.matcher(line.strip()).replaceFirst("");
    return VARIABLE.matcher(message).replaceAll("#").strip();
  }
}
