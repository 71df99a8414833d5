package dev.kedge.report.carrier;

import java.nio.charset.StandardCharsets;

/**
 * Decodes a line: UTF-8, bytes that are none become replacement characters; carriage returns, NULs,
 * terminal sequences and other control characters but tabs are taken out.
 */
final class LineText {
  private static final char ESCAPE = '\u001b';

  private LineText() {}

  static String decode(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == '\r' || bytes[end - 1] == 0)) {
      end--;
    }
    for (int i = from; i < end; i++) {
      if ((bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7f) {
        return clean(new String(bytes, from, end - from, StandardCharsets.UTF_8));
      }
    }
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }

  /** A text without control characters and terminal sequences. */
  static String clean(String text) {
    int first = firstControl(text);
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    out.append(text, 0, first);
    int i = first;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ESCAPE) {
        i = afterSequence(text, i);
      } else {
        if (!isControl(c)) {
          out.append(c);
        }
        i++;
      }
    }
    return out.toString();
  }

  private static int firstControl(String text) {
    int i = 0;
    while (i < text.length() && !isControl(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isControl(char c) {
    return (c < ' ' && c != '\t') || c == 0x7f;
  }

  /**
   * Index after a terminal sequence (ECMA-48): CSI up to its final character, OSC up to its end,
   * others two or three characters.
   */
  private static int afterSequence(String text, int escape) {
    int n = text.length();
    if (escape + 1 >= n) {
      return n;
    }
    int i = escape + 2;
    return switch (text.charAt(escape + 1)) {
      case '[' -> {
        while (i < n && text.charAt(i) >= ' ' && text.charAt(i) < '@') {
          i++;
        }
        yield Math.min(n, i + 1);
      }
      case ']' -> {
        while (i < n && text.charAt(i) >= ' ') {
          i++;
        }
        boolean bell = i < n && text.charAt(i) == 7;
        yield bell ? i + 1 : i;
      }
      case '(', ')', '#', '%' -> Math.min(n, i + 1);
      default -> i;
    };
  }
}
