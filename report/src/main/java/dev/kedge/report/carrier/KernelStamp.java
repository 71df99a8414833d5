package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;

/**
 * Reads what printk itself puts in front of a line, and {@code dmesg} in its place: {@code [
 * 12.345678][ T34] text}, {@code [Sat Nov 22 10:00:00 2026] [ C1] text}, {@code [ +0.000012] text}.
 */
final class KernelStamp {
  /** A time stamp further right than this belongs to the text, not to the prefix. */
  private static final int WINDOW = 400;

  private final WallClock clock;

  KernelStamp(WallClock clock) {
    this.clock = clock;
  }

  /**
   * Reads stamp and caller anywhere near the beginning: programs that share a serial line leave
   * half lines in front of the kernel's. Where dmesg put another form in the stamp's place, a stamp
   * further right is text: of a message cut off by the next.
   */
  void find(LineDraft draft, int start) {
    int other = otherForm(draft.raw, start);
    if (other > 0) {
      draft.textStart = other;
      caller(draft, true);
      return;
    }
    String line = draft.raw;
    int window = Math.min(line.length(), start + WINDOW);
    for (int at = line.indexOf('[', start, window);
        at >= 0;
        at = line.indexOf('[', at + 1, window)) {
      int end = end(line, at);
      if (end > 0) {
        take(draft, at, end);
        return;
      }
    }
    draft.textStart = start;
    caller(draft, false);
  }

  /** True when a text has a stamp in it, which {@link #find} would take for its own. */
  static boolean isWithin(String text) {
    for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
      if (end(text, at) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Reads stamp and caller that begin at {@code at}; false when no stamp stands there. */
  boolean here(LineDraft draft, int at) {
    int end = end(draft.raw, at);
    if (end > 0) {
      take(draft, at, end);
    }
    return end > 0;
  }

  private static void take(LineDraft draft, int at, int end) {
    draft.micros = micros(draft.raw, at + 1);
    draft.textStart = end;
    caller(draft, true);
  }

  /** {@code [ T123]} or {@code [C1]} at the text's start or one space after it, and one space. */
  private static void caller(LineDraft draft, boolean stamped) {
    String line = draft.raw;
    int at = draft.textStart;
    int bracket = stamped && at + 1 < line.length() && line.charAt(at) == ' ' ? at + 1 : at;
    int end = bracket < line.length() && line.charAt(bracket) == '[' ? callerEnd(line, bracket) : 0;
    if (end > 0) {
      draft.context = line.substring(bracket + 1, end - 1).strip();
      at = end;
    }
    if ((stamped || end > 0) && at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    draft.textStart = at;
  }

  /**
   * Index after {@code ]} of {@code [ 12.345678]} or, with {@code dmesg -d} and {@code journalctl
   * -o short-delta}, {@code [ 12.345678 < 0.000012>]}; 0 when none stands there.
   */
  private static int end(String line, int at) {
    int n = line.length();
    if (at >= n || line.charAt(at) != '[') {
      return 0;
    }
    int seconds = skipSpaces(line, at + 1);
    int i = skipDigits(line, seconds);
    if (i == seconds || i - seconds > 12 || i >= n || line.charAt(i) != '.') {
      return 0;
    }
    int fraction = i + 1;
    i = skipDigits(line, fraction);
    if (i - fraction != 6 || i >= n) {
      return 0;
    }
    if (line.charAt(i) == ']') {
      return i + 1;
    }
    return line.startsWith(" <", i) ? deltaEnd(line, i + 2) : 0;
  }

  /** Index after {@code >]} or {@code > ]} of a delta whose inside begins here, or 0. */
  private static int deltaEnd(String line, int start) {
    int i = start;
    while (i < line.length() && i - start < 24 && isDelta(line.charAt(i))) {
      i++;
    }
    if (i >= line.length() || line.charAt(i) != '>') {
      return 0;
    }
    i = skipSpaces(line, i + 1);
    return i < line.length() && line.charAt(i) == ']' ? i + 1 : 0;
  }

  private static boolean isDelta(char c) {
    return c == ' ' || c == '.' || c == '+' || c == '-' || Ascii.isDigit(c);
  }

  private static long micros(String line, int start) {
    long value = 0;
    for (int i = start; line.charAt(i) != ']' && line.charAt(i) != '<'; i++) {
      if (Ascii.isDigit(line.charAt(i))) {
        value = value * 10 + (line.charAt(i) - '0');
      }
    }
    return value;
  }

  /**
   * Index after the {@code ]} of dmesg's other forms: {@code [Sat Nov 22 10:00:00 2026]} (-T),
   * {@code [Nov22 10:00]} and {@code [ +0.000012]} (-e), {@code [< 0.000012>]} (delta); 0 when none
   * stands there. They tell no time since boot.
   */
  private int otherForm(String line, int at) {
    if (at + 10 >= line.length() || line.charAt(at) != '[') {
      return 0;
    }
    if (line.charAt(at + 1) == '<') {
      return deltaEnd(line, at + 2);
    }
    int plus = skipSpaces(line, at + 1);
    int end;
    if (plus < line.length() && line.charAt(plus) == '+') {
      end = plus + 1;
      while (end < line.length() && isDelta(line.charAt(end))) {
        end++;
      }
    } else if (Ascii.isDigit(line.charAt(at + 4))) {
      end = shortDay(line, at + 1);
    } else {
      end = clock.read(line, at + 1);
    }
    return end > 0 && end < line.length() && line.charAt(end) == ']' ? end + 1 : 0;
  }

  /** Index after {@code Nov22 10:00}, or 0. */
  private static int shortDay(String line, int at) {
    int space = skipDigits(line, at + 3);
    int colon = space < line.length() ? skipDigits(line, space + 1) : space;
    boolean whole =
        "JanFebMarAprMayJunJulAugSepOctNovDec".contains(line.substring(at, at + 3))
            && colon - space == 3
            && line.charAt(space) == ' '
            && colon < line.length()
            && line.charAt(colon) == ':';
    return whole ? skipDigits(line, colon + 1) : 0;
  }

  /** Index after {@code ]} of {@code [ T123]} or {@code [C1]}, or 0. */
  private static int callerEnd(String line, int at) {
    int i = skipSpaces(line, at + 1);
    int n = line.length();
    if (i >= n || (line.charAt(i) != 'T' && line.charAt(i) != 'C')) {
      return 0;
    }
    int digits = i + 1;
    i = skipDigits(line, digits);
    return i > digits && i - digits <= 10 && i < n && line.charAt(i) == ']' ? i + 1 : 0;
  }

  private static int skipSpaces(String line, int from) {
    int i = from;
    while (i < line.length() && line.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private static int skipDigits(String line, int from) {
    int i = from;
    while (i < line.length() && Ascii.isDigit(line.charAt(i))) {
      i++;
    }
    return i;
  }
}
