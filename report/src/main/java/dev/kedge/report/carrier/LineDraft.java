package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.line.ConsoleLog;

/** A line while its prefix is read; one instance is used again and again by one reader. */
final class LineDraft {
  /** Whose line it is. */
  enum Origin {
    KERNEL,
    /** Another program's. */
    OTHER,
    /** The carrier's own. */
    NOTICE
  }

  String raw = "";
  int textStart;
  Carrier carrier = Carrier.CONSOLE;
  Origin origin = Origin.KERNEL;
  String host = "";
  String bootId = "";
  long sequence;
  long micros;
  long wallMicros;
  int level;
  String context = "";

  /** Offset of a netconsole fragment, -1 for a whole record, and the length of the whole. */
  int fragmentOffset;

  int fragmentTotal;

  /** Begins with a line of which nothing is known. */
  void begin(String line) {
    raw = line;
    textStart = 0;
    carrier = Carrier.CONSOLE;
    origin = Origin.KERNEL;
    host = "";
    bootId = "";
    sequence = -1;
    micros = -1;
    wallMicros = -1;
    level = -1;
    context = "";
    fragmentOffset = -1;
    fragmentTotal = 0;
  }

  /** A syslog priority: eight times the facility plus the level. */
  void priority(long value) {
    level = (int) (value & 7);
  }

  /**
   * Index after {@code <6>} at an index, whose level is kept; the same index when none is there.
   */
  int afterPriority(int at) {
    int i = at + 1;
    int value = 0;
    while (i < raw.length() && i - at < 4 && Ascii.isDigit(raw.charAt(i))) {
      value = value * 10 + (raw.charAt(i) - '0');
      i++;
    }
    boolean whole = i > at + 1 && i < raw.length() && raw.charAt(i) == '>';
    if (!whole || raw.charAt(at) != '<') {
      return at;
    }
    priority(value);
    return i + 1;
  }

  boolean stamped() {
    return micros >= 0 || !context.isEmpty();
  }

  /** Replaces prefix and text by what a console with time stamps and caller ids shows. */
  void show(String text) {
    StringBuilder line = new StringBuilder(text.length() + 32);
    if (micros >= 0) {
      stamp(line, micros);
    }
    if (!context.isEmpty()) {
      line.append('[').repeat(' ', Math.max(0, 6 - context.length())).append(context).append(']');
    }
    if (!line.isEmpty()) {
      line.append(' ');
    }
    textStart = line.length();
    raw = line.append(text).toString();
  }

  /** {@code [ 12.345678]}. */
  private static void stamp(StringBuilder out, long micros) {
    String seconds = Long.toString(micros / 1_000_000);
    String fraction = Long.toString(micros % 1_000_000);
    out.append('[')
        .repeat(' ', Math.max(0, 5 - seconds.length()))
        .append(seconds)
        .append('.')
        .repeat('0', 6 - fraction.length())
        .append(fraction)
        .append(']');
  }

  LogRecord finish(long line, Losses.Counter losses) {
    if (raw.length() - textStart > ConsoleLog.MAX_LINE) {
      losses.cutLines++;
      raw = raw.substring(0, textStart + ConsoleLog.MAX_LINE) + ConsoleLog.CUT;
    }
    return new LogRecord(
        host, 0, bootId, sequence, micros, wallMicros, level, context, raw, textStart, line, 0);
  }
}
