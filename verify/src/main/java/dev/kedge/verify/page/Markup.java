package dev.kedge.verify.page;

/**
 * HTML in the making. Everything that is not a constant of this package goes through {@link #text},
 * which escapes it and makes control characters visible.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder(1 << 14);

  /** Adds markup as it is; the argument is always a constant or made of escaped text. */
  Markup tag(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text, fit for an element's content and for an attribute in double quotes. */
  Markup text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** A cell with text. */
  Markup cell(String text) {
    return tag("<td>").text(text).tag("</td>");
  }

  /** A cell with a number. */
  Markup number(String text) {
    return tag("<td class=\"num\">").text(text).tag("</td>");
  }

  /** A heading cell of a column. */
  Markup head(String text) {
    return tag("<th scope=\"col\">").text(text).tag("</th>");
  }

  /** A word on a ground of its colour; never colour alone. */
  Markup mark(Tone tone, String text) {
    return tag("<span class=\"mark " + tone.style() + "\">").text(text).tag("</span>");
  }

  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\t' -> safe.append('\t');
      default -> {
        if (c < 0x20) {
          safe.appendCodePoint(0x2400 + c);
        } else if (hidden(c)) {
          safe.append(String.format("\u2039U+%04X\u203A", c));
        } else {
          safe.appendCodePoint(c);
        }
      }
    }
  }

  /** What changes how other text is shown, or shows nothing: controls, marks of direction. */
  private static boolean hidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.UNASSIGNED;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
