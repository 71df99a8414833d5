package dev.kedge.report.rules;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.trace.FrameReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pattern for one line: literal text with captures in braces.
 *
 * <pre>
 *   {any}  {rest}            anything: up to the next literal; to the end of the line
 *   {end}                    the end of the line
 *   {name:symbol}            a function name, an offset "+0x1/0x2" after it is read over
 *   {name:word} {name:path}  letters, digits, '_' and '-'; anything but space, colon and comma
 *   {name:num} {name:hex}    digits; hexadecimal digits with or without 0x
 *   {name:text}              anything up to the next literal
 *   {name:rest}              anything to the end of the line
 *   {name:=Read|Write}       one of the words given
 * </pre>
 *
 * <p>The match begins at the first place the leading literal stands; a template that begins with
 * {@code ^} only matches at the beginning of a line. Every part takes the first match and never
 * goes back, so matching is linear in the line's length.
 */
public final class LineTemplate {
  private enum Kind {
    LITERAL,
    SYMBOL,
    WORD,
    PATH,
    NUMBER,
    HEX,
    TEXT,
    REST,
    END,
    ONE_OF
  }

  private record Part(Kind kind, String name, String literal, List<String> choices) {}

  private final String source;
  private final List<Part> parts;
  private final boolean atStart;

  private LineTemplate(String source, List<Part> parts, boolean atStart) {
    this.source = source;
    this.atStart = atStart;
    this.parts = parts;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when a brace is open, a class is unknown, or the template does
   *     not begin with a literal
   */
  static LineTemplate of(String source) {
    List<Part> parts = new ArrayList<>();
    boolean atStart = source.startsWith("^");
    int at = atStart ? 1 : 0;
    while (at < source.length()) {
      int open = source.indexOf('{', at);
      if (open < 0) {
        open = source.length();
      }
      if (open > at) {
        parts.add(new Part(Kind.LITERAL, "", source.substring(at, open), List.of()));
      }
      if (open == source.length()) {
        break;
      }
      int close = source.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("\"{\" without \"}\" in \"" + source + "\"");
      }
      parts.add(capture(source.substring(open + 1, close)));
      at = close + 1;
    }
    boolean anchored =
        !parts.isEmpty()
            && (parts.getFirst().kind() == Kind.LITERAL || parts.getFirst().kind() == Kind.ONE_OF);
    if (!anchored) {
      throw new IllegalArgumentException(
          "\"" + source + "\" must begin with literal text or a choice of words");
    }
    return new LineTemplate(source, List.copyOf(parts), atStart);
  }

  private static Part capture(String body) {
    int colon = body.indexOf(':');
    String name = colon < 0 ? "" : body.substring(0, colon);
    String type = colon < 0 ? body : body.substring(colon + 1);
    if (type.startsWith("=")) {
      return new Part(Kind.ONE_OF, name, "", List.of(type.substring(1).split("\\|", -1)));
    }
    Kind kind =
        switch (type) {
          case "any", "text" -> Kind.TEXT;
          case "rest" -> Kind.REST;
          case "end" -> Kind.END;
          case "symbol" -> Kind.SYMBOL;
          case "word" -> Kind.WORD;
          case "path" -> Kind.PATH;
          case "num" -> Kind.NUMBER;
          case "hex" -> Kind.HEX;
          default -> throw new IllegalArgumentException("unknown capture \"{" + body + "}\"");
        };
    return new Part(kind, name, "", List.of());
  }

  /** The longest literal: a line without it cannot match. */
  String needle() {
    String longest = "";
    for (Part part : parts) {
      if (part.literal().length() > longest.length()) {
        longest = part.literal();
      }
    }
    return longest;
  }

  /** The captures, when the line matches. */
  public Optional<Map<String, String>> match(String line) {
    if (atStart) {
      return matchAt(line, line.startsWith("[ ") ? 2 : 0);
    }
    Part first = parts.getFirst();
    List<String> starts = first.kind() == Kind.LITERAL ? List.of(first.literal()) : first.choices();
    for (String start : starts) {
      for (int at = line.indexOf(start); at >= 0; at = line.indexOf(start, at + 1)) {
        if (startsWord(line, at, start)) {
          return matchAt(line, at);
        }
      }
    }
    return Optional.empty();
  }

  /** "BUG:" must not be found inside "DEBUG:"; lower-case text may follow a lost line feed. */
  private static boolean startsWord(String line, int at, String literal) {
    return at == 0
        || !Character.isUpperCase(literal.charAt(0))
        || !Character.isLetterOrDigit(line.charAt(at - 1));
  }

  private Optional<Map<String, String>> matchAt(String line, int start) {
    Map<String, String> captures = new LinkedHashMap<>();
    int at = start;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int end = end(part, i, line, at);
      if (end < 0) {
        return Optional.empty();
      }
      if (!part.name().isEmpty()) {
        captures.put(part.name(), line.substring(at, end));
      }
      at = part.kind() == Kind.SYMBOL ? FrameReader.afterOffset(line, end) : end;
    }
    return Optional.of(captures);
  }

  private int end(Part part, int index, String line, int at) {
    return switch (part.kind()) {
      case LITERAL -> line.startsWith(part.literal(), at) ? at + part.literal().length() : -1;
      case REST -> line.length();
      case END -> line.substring(at).isBlank() ? line.length() : -1;
      case TEXT -> index + 1 < parts.size() ? nextStart(parts.get(index + 1), line, at) : at;
      case ONE_OF -> choiceEnd(part, line, at);
      case SYMBOL -> nonEmpty(at, FrameReader.symbolEnd(line, at));
      case WORD, PATH, NUMBER, HEX -> nonEmpty(at, runEnd(part.kind(), line, at));
    };
  }

  /** Where the part after a {text} capture begins. */
  private static int nextStart(Part next, String line, int at) {
    if (next.kind() == Kind.LITERAL) {
      return line.indexOf(next.literal(), at);
    }
    int best = -1;
    for (String choice : next.choices()) {
      int found = line.indexOf(choice, at);
      if (found >= 0 && (best < 0 || found < best)) {
        best = found;
      }
    }
    return best;
  }

  private static int choiceEnd(Part part, String line, int at) {
    for (String choice : part.choices()) {
      if (line.startsWith(choice, at)) {
        return at + choice.length();
      }
    }
    return -1;
  }

  private static int nonEmpty(int start, int end) {
    return end > start ? end : -1;
  }

  private static int runEnd(Kind kind, String line, int start) {
    int at = start;
    while (at < line.length() && inClass(kind, line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean inClass(Kind kind, char c) {
    return switch (kind) {
      case WORD -> Ascii.isAlphanumeric(c) || c == '_' || c == '-';
      case PATH -> c > ' ' && c != ':' && c != ',' && c != '(';
      case NUMBER -> Ascii.isDigit(c);
      case HEX -> Ascii.isHexDigit(c) || c == 'x';
      default -> false;
    };
  }

  @Override
  public String toString() {
    return source;
  }
}
