package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads one line of {@code journalctl -o json}: a flat object of strings, whose values are {@code
 * null} when the journal found them too large, arrays of numbers when they are no text, and arrays
 * of values when the entry has the field more than once. Not a JSON library: report text is read
 * without one, and nothing deeper than two arrays exists here.
 */
final class JournalJson {
  private static final int MAX_DEPTH = 4;

  private final String text;
  private int at;

  private JournalJson(String text, int start) {
    this.text = text;
    this.at = start;
  }

  /** True when the line can be an entry: an object that names one of the journal's fields. */
  static boolean looksLike(String line) {
    int start = line.startsWith("data: ") ? 6 : 0;
    return line.startsWith("{", start)
        && (line.contains("\"MESSAGE\"")
            || line.contains("\"__CURSOR\"")
            || line.contains("\"_TRANSPORT\""));
  }

  /** The entry of a line, empty when it is damaged. */
  static Optional<JournalEntry> read(String line) {
    JournalJson json = new JournalJson(line, line.startsWith("data: ") ? 6 : 0);
    JournalEntry entry = new JournalEntry();
    return json.object(entry) ? Optional.of(entry) : Optional.empty();
  }

  private boolean object(JournalEntry entry) {
    if (!next('{')) {
      return false;
    }
    if (next('}')) {
      return true;
    }
    do {
      spaces();
      StringBuilder name = new StringBuilder();
      if (!string(name) || !next(':') || !value(entry, name.toString())) {
        return false;
      }
    } while (next(','));
    return next('}');
  }

  private boolean value(JournalEntry entry, String name) {
    spaces();
    StringBuilder value = new StringBuilder();
    if (text.startsWith("null", at)) {
      at += 4;
      entry.lost(name);
      return true;
    }
    if (!element(value, 0)) {
      return false;
    }
    entry.set(name, value.toString());
    return true;
  }

  /** A string, a number, or an array; the first value of an array of values counts. */
  private boolean element(StringBuilder out, int depth) {
    spaces();
    if (at >= text.length() || depth > MAX_DEPTH) {
      return false;
    }
    return switch (text.charAt(at)) {
      case '"' -> string(out);
      case '[' -> array(out, depth);
      default -> word(out);
    };
  }

  private boolean array(StringBuilder out, int depth) {
    at++;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    boolean numbers = true;
    if (next(']')) {
      return true;
    }
    do {
      StringBuilder element = new StringBuilder();
      if (!element(element, depth + 1)) {
        return false;
      }
      boolean number = element.length() <= 3 && Ascii.isNumber(element.toString());
      numbers &= number;
      if (number) {
        bytes.write(Integer.parseInt(element.toString()));
      } else if (out.isEmpty()) {
        out.append(element);
      }
    } while (next(','));
    if (numbers) {
      out.append(bytes.toString(StandardCharsets.UTF_8));
    }
    return next(']');
  }

  private boolean word(StringBuilder out) {
    int start = at;
    while (at < text.length() && ",]} ".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    out.append(text, start, at);
    return at > start;
  }

  private boolean string(StringBuilder out) {
    if (at >= text.length() || text.charAt(at) != '"') {
      return false;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && !escape(out)) {
        return false;
      } else if (c != '\\') {
        out.append(c);
      }
    }
    at++;
    return at <= text.length();
  }

  private boolean escape(StringBuilder out) {
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at++);
    switch (c) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
          if (digit < 0) {
            return false;
          }
          code = code * 16 + digit;
          at++;
        }
        out.append((char) code);
      }
      default -> out.append(c);
    }
    return true;
  }

  private boolean next(char c) {
    spaces();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void spaces() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }
}
