package dev.kedge.report.line;

import java.util.List;

/**
 * Takes the prefix off a console line, whatever carried it: serial console ({@code [ 12.345678][
 * T34] text}), syslog level ({@code <6>}), journald and syslog ({@code Nov 22 10:00:00 host kernel:
 * ...}), {@code /dev/kmsg} and extended netconsole records ({@code
 * 6,1234,5678901,-,caller=T1;...}).
 *
 * <p>Scans by hand, each character at most a few times; a line of any length costs linear time.
 */
final class LinePrefix {
  /** A time stamp further right than this belongs to the text, not to the prefix. */
  private static final int STAMP_WINDOW = 400;

  private static final long NO_TIME = -1;

  private static final String KERNEL = " kernel: ";

  private LinePrefix() {}

  /** Splits a line that has no carriage return and no line feed. */
  static LogLine read(int number, String raw) {
    String line = raw.indexOf('\u001b') >= 0 ? withoutColour(raw) : raw;
    List<String> fields = RecordHead.fields(line);
    if (!fields.isEmpty()) {
      String text = line.substring(line.indexOf(';') + 1);
      String caller = RecordHead.value(fields, "caller");
      return new LogLine(number, raw, text, "", caller, Long.parseLong(fields.get(2)));
    }
    int start = afterLevel(line, 0);
    String host = "";
    int kernel = line.indexOf(KERNEL, start);
    if (kernel >= 0 && kernel < 120 && startsLikeSyslog(line, start)) {
      host = line.substring(line.lastIndexOf(' ', kernel - 1) + 1, kernel);
      start = kernel + KERNEL.length();
    }
    int window = Math.min(line.length(), start + STAMP_WINDOW);
    for (int at = line.indexOf('[', start);
        at >= 0 && at < window;
        at = line.indexOf('[', at + 1)) {
      int end = stampEnd(line, at);
      if (end > 0) {
        return afterStamp(number, raw, line, host, stampMicros(line, at, end), end);
      }
    }
    return afterStamp(number, raw, line, host, NO_TIME, start);
  }

  private static LogLine afterStamp(
      int number, String raw, String line, String host, long micros, int textStart) {
    int at = textStart;
    String caller = "";
    if (at < line.length() && line.charAt(at) == '[') {
      int end = callerEnd(line, at);
      if (end > 0) {
        caller = line.substring(at + 1, end - 1).strip();
        at = end;
      }
    }
    if (micros != NO_TIME || !caller.isEmpty()) {
      if (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
    }
    return new LogLine(number, raw, line.substring(at), host, caller, micros);
  }

  /** Index after {@code ]} of {@code [ 12.345678]} that begins at {@code at}, or 0. */
  private static int stampEnd(String line, int at) {
    int i = at + 1;
    int n = line.length();
    while (i < n && line.charAt(i) == ' ') {
      i++;
    }
    int seconds = i;
    while (i < n && Ascii.isDigit(line.charAt(i))) {
      i++;
    }
    if (i == seconds || i - seconds > 12 || i >= n || line.charAt(i) != '.') {
      return 0;
    }
    int fraction = i + 1;
    i = fraction;
    while (i < n && Ascii.isDigit(line.charAt(i))) {
      i++;
    }
    boolean whole = i - fraction == 6 && i < n && line.charAt(i) == ']';
    return whole ? i + 1 : 0;
  }

  private static long stampMicros(String line, int at, int end) {
    int dot = line.indexOf('.', at);
    String seconds = line.substring(at + 1, dot).strip();
    String fraction = line.substring(dot + 1, end - 1);
    return Long.parseLong(seconds) * 1_000_000 + Long.parseLong(fraction);
  }

  /** Index after {@code ]} of {@code [ T123]} or {@code [C1]}, or 0. */
  private static int callerEnd(String line, int at) {
    int i = at + 1;
    int n = line.length();
    while (i < n && line.charAt(i) == ' ') {
      i++;
    }
    if (i >= n || (line.charAt(i) != 'T' && line.charAt(i) != 'C')) {
      return 0;
    }
    int digits = i + 1;
    i = digits;
    while (i < n && Ascii.isDigit(line.charAt(i))) {
      i++;
    }
    return i > digits && i < n && line.charAt(i) == ']' ? i + 1 : 0;
  }

  private static int afterLevel(String line, int at) {
    int i = at;
    if (i < line.length() && line.charAt(i) == '<') {
      int digits = i + 1;
      i = digits;
      while (i < line.length() && Ascii.isDigit(line.charAt(i))) {
        i++;
      }
      if (i > digits && i - digits <= 3 && i < line.length() && line.charAt(i) == '>') {
        return i + 1;
      }
    }
    return at;
  }

  /** {@code Nov 22 10:00:00 host} or {@code 2026-11-22T10:00:00+00:00 host}. */
  private static boolean startsLikeSyslog(String line, int at) {
    int colon = line.indexOf(':', at);
    return colon > at && colon - at < 24 && Ascii.isDigit(line.charAt(colon - 1));
  }

  private static String withoutColour(String line) {
    StringBuilder out = new StringBuilder(line.length());
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == '\u001b' && i + 1 < line.length() && line.charAt(i + 1) == '[') {
        int end = i + 2;
        while (end < line.length() && line.charAt(end) < '@') {
          end++;
        }
        i = end + 1;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }
}
