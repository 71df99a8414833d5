package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.time.LocalDate;

/**
 * Reads the date and time a line begins with, in the forms of syslog (RFC 3164, RFC 5424), {@code
 * journalctl}, {@code dmesg} and {@code logcat}. One instance keeps what it read last.
 */
final class WallClock {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final long MICROS = 1_000_000;

  private String line = "";
  private int at;

  /** Microseconds since 1970 UTC of what was read, -1 when it has no year or no zone. */
  long micros;

  /** True when the fraction stood behind a comma, as {@code dmesg --time-format iso} prints it. */
  boolean comma;

  /** Index after a time that begins at {@code start}, or -1 when none does. */
  int read(String text, int start) {
    line = text;
    at = start;
    micros = -1;
    comma = false;
    if (start >= text.length()) {
      return -1;
    }
    char c = text.charAt(start);
    boolean found = Ascii.isDigit(c) ? iso() || dayFirst() || unix() : named();
    return found ? at : -1;
  }

  /**
   * {@code Nov 22 10:00:00}, {@code Sat Nov 22 10:00:00 2026}, {@code Sat 2026-11-22 10:00:00 UTC}.
   */
  private boolean named() {
    int begin = at;
    boolean day = name(DAYS) >= 0;
    if (day && !skip(' ')) {
      return false;
    }
    if (day && at < line.length() && Ascii.isDigit(line.charAt(at))) {
      return iso() && zoneName();
    }
    at = day ? at : begin;
    if (name(MONTHS) < 0 || !skip(' ')) {
      return false;
    }
    skip(' ');
    if (digits(1, 2) < 0 || !skip(' ') || !time()) {
      return false;
    }
    if (day) {
      int clock = at;
      if (!(skip(' ') && digits(4, 4) >= 0)) {
        at = clock;
      }
    }
    return true;
  }

  private boolean zoneName() {
    int begin = at;
    if (skip(' ')) {
      int zone = at;
      while (at < line.length() && at - zone < 6 && isZone(line.charAt(at))) {
        at++;
      }
      boolean utc = line.startsWith("UTC", zone) && at == zone + 3;
      if (at > zone) {
        micros = utc ? local : -1;
        return true;
      }
    }
    at = begin;
    return true;
  }

  private static boolean isZone(char c) {
    return (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || Ascii.isDigit(c);
  }

  private long local;

  /** {@code 2026-11-22T10:00:00.123456+00:00}; a space may stand for the T, the zone may miss. */
  private boolean iso() {
    int begin = at;
    long year = digits(4, 4);
    if (year < 0 || !skip('-')) {
      at = begin;
      return false;
    }
    long month = digits(2, 2);
    boolean dash = skip('-');
    long day = dash ? digits(2, 2) : -1;
    if (day < 1
        || day > 28 + 3
        || month < 1
        || month > 12
        || !(skip('T') || skip(' '))
        || !time()) {
      at = begin;
      return false;
    }
    local = LocalDate.of((int) year, (int) month, 1).toEpochDay() + day - 1;
    local = local * 86_400 * MICROS + clock;
    if (skip('Z')) {
      micros = local;
    } else {
      offset();
    }
    return true;
  }

  private void offset() {
    int begin = at;
    int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
    long hours = sign == 0 ? -1 : digits(2, 2);
    if (hours < 0) {
      at = begin;
      return;
    }
    skip(':');
    long minutes = Math.max(0, digits(2, 2));
    micros = local - sign * (hours * 60 + minutes) * 60 * MICROS;
  }

  /** logcat: {@code 11-22 10:00:00.123}. */
  private boolean dayFirst() {
    int begin = at;
    if (digits(2, 2) >= 0 && skip('-') && digits(2, 2) >= 0 && skip(' ') && time()) {
      return true;
    }
    at = begin;
    return false;
  }

  /** {@code journalctl -o short-unix}: {@code 1763805600.123456}. */
  private boolean unix() {
    int begin = at;
    long seconds = digits(9, 10);
    if (seconds >= 0 && skip('.')) {
      long fraction = digits(6, 6);
      if (fraction >= 0) {
        micros = seconds * MICROS + fraction;
        return true;
      }
    }
    at = begin;
    return false;
  }

  private long clock;

  private boolean time() {
    long hours = digits(2, 2);
    long minutes = hours >= 0 && skip(':') ? digits(2, 2) : -1;
    long seconds = minutes >= 0 && skip(':') ? digits(2, 2) : -1;
    if (seconds < 0) {
      return false;
    }
    clock = ((hours * 60 + minutes) * 60 + seconds) * MICROS;
    if (at + 1 < line.length() && (line.charAt(at) == '.' || line.charAt(at) == ',')) {
      comma = line.charAt(at) == ',';
      at++;
      long unit = MICROS / 10;
      while (at < line.length() && Ascii.isDigit(line.charAt(at))) {
        clock += unit * (line.charAt(at) - '0');
        unit /= 10;
        at++;
      }
    }
    return true;
  }

  /** Index of a three-letter name in a list of them, -1 when none stands here. */
  private int name(String names) {
    if (at + 3 > line.length()) {
      return -1;
    }
    for (int i = 0; i < names.length(); i += 3) {
      if (line.startsWith(names.substring(i, i + 3), at)) {
        at += 3;
        return i / 3;
      }
    }
    return -1;
  }

  private boolean skip(char c) {
    if (at < line.length() && line.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** A number of that many digits, -1 when none stands here. */
  private long digits(int least, int most) {
    int begin = at;
    long value = 0;
    while (at < line.length() && at - begin < most && Ascii.isDigit(line.charAt(at))) {
      value = value * 10 + (line.charAt(at) - '0');
      at++;
    }
    return at - begin >= least ? value : -1;
  }
}
