package dev.kedge.report.carrier;

import dev.kedge.report.line.ConsoleLog;

/**
 * One line a kernel printed, whatever brought it.
 *
 * @param host the machine the carrier names, empty when it names none
 * @param boot counts the boots of this host seen in this input, from 0
 * @param bootId the boot's name where the carrier tells it (journald), else empty
 * @param sequence the kernel's record number, -1 when the carrier does not tell it
 * @param micros kernel time in microseconds since boot, -1 when not told
 * @param wallMicros microseconds since 1970 UTC, -1 when the carrier does not tell it or tells it
 *     without a zone
 * @param level 0 emergency to 7 debug, -1 when not told
 * @param context who printed it: {@code T12} a task, {@code C0} a CPU outside task context, empty
 *     when not told
 * @param raw the line as a console would show it or as it stood in the input, without control
 *     characters
 * @param textStart index in {@code raw} where the kernel's own text begins
 * @param line line of the input, from 1; lines put in another order are numbered in that order
 * @param lostBefore records known to be lost right before this one; {@link #UNKNOWN} when some are
 *     but not how many
 */
public record LogRecord(
    String host,
    int boot,
    String bootId,
    long sequence,
    long micros,
    long wallMicros,
    int level,
    String context,
    String raw,
    int textStart,
    long line,
    long lostBefore) {
  /** Something is lost, and nobody knows how much. */
  public static final long UNKNOWN = -1;

  /**
   * A line of a {@code /dev/kmsg} record that was read as one; its number stands for its line.
   *
   * @param text one line of the message, escapes undone; cut where it is too long
   */
  public static LogRecord kmsg(
      long sequence, long micros, int level, String caller, String text, long lostBefore) {
    String stamp = "[%5d.%06d]".formatted(micros / 1_000_000, micros % 1_000_000);
    String prefix = stamp + (caller.isEmpty() ? "" : "[%6s]".formatted(caller)) + " ";
    boolean tooLong = text.length() > ConsoleLog.MAX_LINE;
    String shown = tooLong ? text.substring(0, ConsoleLog.MAX_LINE) + ConsoleLog.CUT : text;
    return new LogRecord(
        "",
        0,
        "",
        sequence,
        micros,
        -1,
        level,
        caller,
        prefix + shown,
        prefix.length(),
        sequence,
        lostBefore);
  }

  /** What the kernel printed. */
  public String text() {
    return raw.substring(textStart);
  }

  LogRecord at(String itsHost, int itsBoot, long itsLine, long lost) {
    if (itsHost.equals(host) && itsBoot == boot && itsLine == line && lost == lostBefore) {
      return this;
    }
    return new LogRecord(
        itsHost,
        itsBoot,
        bootId,
        sequence,
        micros,
        wallMicros,
        level,
        context,
        raw,
        textStart,
        itsLine,
        lost);
  }

  /** The same record with another text, shown as a console would. */
  LogRecord saying(String text) {
    String prefix = raw.substring(0, textStart);
    return new LogRecord(
        host,
        boot,
        bootId,
        sequence,
        micros,
        wallMicros,
        level,
        context,
        prefix + text,
        textStart,
        line,
        lostBefore);
  }
}
