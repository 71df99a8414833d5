package dev.kedge.report.symbol;

import dev.kedge.report.line.Ascii;
import java.util.Optional;

/**
 * The first {@code function+0x1/0x2 [module build-id]} of a line.
 *
 * @param start index of the function's name
 * @param end index after the offsets and the module
 * @param name as printed, compiler suffixes included
 * @param module empty for the kernel's own code
 * @param buildId of the module, empty when not printed
 */
record FrameText(
    int start, int end, String name, long offset, long size, String module, String buildId) {

  /** Reads a line's text; empty when it names no function with offset and size. */
  static Optional<FrameText> find(String text) {
    for (int plus = text.indexOf("+0x"); plus > 0; plus = text.indexOf("+0x", plus + 3)) {
      int start = plus;
      while (start > 0 && isSymbolPart(text.charAt(start - 1))) {
        start--;
      }
      int slash = hexEnd(text, plus + 3);
      int size = slash + 3;
      int end = text.startsWith("/0x", slash) ? hexEnd(text, size) : slash;
      boolean whole = start < plus && slash > plus + 3 && end > size && slash - plus < 14;
      if (whole && end - size < 12 && !Ascii.isDigit(text.charAt(start))) {
        return Optional.of(
            withModule(
                text,
                start,
                end,
                Long.parseLong(text.substring(plus + 3, slash), 16),
                Long.parseLong(text.substring(size, end), 16),
                text.substring(start, plus)));
      }
    }
    return Optional.empty();
  }

  private static FrameText withModule(
      String text, int start, int end, long offset, long size, String name) {
    int close = text.startsWith(" [", end) ? text.indexOf(']', end) : -1;
    if (close < 0 || close - end > 120 || text.startsWith(" [<", end)) {
      return new FrameText(start, end, name, offset, size, "", "");
    }
    String inside = text.substring(end + 2, close);
    int space = inside.indexOf(' ');
    String module = space < 0 ? inside : inside.substring(0, space);
    String id = space < 0 ? "" : inside.substring(space + 1).strip();
    return new FrameText(start, close + 1, name, offset, size, module, id);
  }

  private static boolean isSymbolPart(char c) {
    return Ascii.isAlphanumeric(c) || c == '_' || c == '.' || c == '$';
  }

  private static int hexEnd(String text, int start) {
    int at = start;
    while (at < text.length() && Ascii.isHexDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
