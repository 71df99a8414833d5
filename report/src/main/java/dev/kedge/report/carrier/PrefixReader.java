package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.util.Set;

/**
 * Takes the prefix off one line, each line by its own form, so that a log cut anywhere or mixed
 * from several carriers is read as well as a clean one. Scans by hand, each character at most a few
 * times. Not thread-safe.
 */
final class PrefixReader {
  private final boolean records;
  private final boolean syslog;
  private final boolean logcat;
  private final WallClock clock = new WallClock();
  private final KernelStamp stamp = new KernelStamp(clock);
  private final SyslogPrefix syslogPrefix = new SyslogPrefix(clock, stamp);
  private final LogcatPrefix logcatPrefix = new LogcatPrefix(clock);
  private final LineDraft draft = new LineDraft();

  /** A reader of lines of these carriers; console lines are always understood. */
  PrefixReader(Set<Carrier> carriers) {
    records = carriers.contains(Carrier.KMSG) || carriers.contains(Carrier.NETCONSOLE);
    syslog = carriers.contains(Carrier.SYSLOG);
    logcat = carriers.contains(Carrier.LOGCAT);
  }

  /** Reads a line without control characters; the draft is used again for the next one. */
  LineDraft draft(String line) {
    draft.begin(line);
    char first = line.isEmpty() ? ' ' : line.charAt(0);
    if (first == '[' && stamp.here(draft, 0)) {
      if (syslog) {
        SyslogPrefix.afterStamp(draft);
      }
      return draft;
    }
    if (records && (Ascii.isAlphanumeric(first) || first == '[') && RecordHead.read(draft)) {
      return draft;
    }
    int frame = octetCount(line);
    int at = draft.afterPriority(frame);
    boolean priority = at > frame;
    at = priority ? at : 0;
    if (syslog && at < line.length() && Ascii.isAlphanumeric(line.charAt(at))) {
      if (logcat && logcatPrefix.read(draft, at)) {
        return draft;
      }
      if (syslogPrefix.read(draft, at, priority)) {
        if (draft.carrier == Carrier.CONSOLE) {
          stamp.find(draft, draft.textStart);
        }
        return draft;
      }
      at = PriorityNames.afterDecoded(draft, at);
    } else if (logcat && logcatPrefix.read(draft, at)) {
      return draft;
    } else if (!priority) {
      at = PriorityNames.afterDecoded(draft, at);
    }
    if (draft.level >= 0 && !priority) {
      int end = clock.read(line, at);
      if (end > 0 && clock.comma) {
        draft.wallMicros = clock.micros;
        at = Math.min(line.length(), end + 1);
      }
    }
    stamp.find(draft, at);
    if (syslog && draft.micros >= 0) {
      SyslogPrefix.afterStamp(draft);
    }
    return draft;
  }

  /** Index of the {@code <} behind a frame's length (RFC 6587: {@code 123 <6>1 ...}), else 0. */
  private static int octetCount(String line) {
    int i = 0;
    while (i < line.length() && i < 6 && Ascii.isDigit(line.charAt(i))) {
      i++;
    }
    return i > 0 && line.startsWith(" <", i) ? i + 1 : 0;
  }
}
