package dev.kedge.bandwidth.scenario.file;

import java.util.Set;
import java.util.regex.Pattern;

/** YAML as it grows, line by line, quoted where need be. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/_][A-Za-z0-9/_.~@+ -]*(?<! )");
  private static final Set<String> NOT_PLAIN = Set.of("null", "Null", "NULL", "nan", ".nan");

  private final StringBuilder text = new StringBuilder();

  /** A line {@code key: value}. */
  void entry(int indent, String key, String value) {
    text.repeat(' ', indent).append(scalar(key)).append(": ").append(value).append('\n');
  }

  /** A line {@code key:}, whose value follows deeper. */
  void key(int indent, String key) {
    text.repeat(' ', indent).append(scalar(key)).append(":\n");
  }

  /** A line {@code - value}. */
  void item(int indent, String value) {
    text.repeat(' ', indent).append("- ").append(scalar(value)).append('\n');
  }

  /** A line {@code - key:}, whose value follows deeper. */
  void itemKey(int indent, String key) {
    text.repeat(' ', indent).append("- ").append(scalar(key)).append(":\n");
  }

  /** A line {@code - key: value}. */
  void itemEntry(int indent, String key, String value) {
    text.repeat(' ', indent).append("- ");
    entry(0, key, value);
  }

  /** A value as it stands in the text. */
  static String scalar(String value) {
    if (PLAIN.matcher(value).matches() && !NOT_PLAIN.contains(value)) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
