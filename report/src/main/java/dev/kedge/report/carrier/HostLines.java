package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines of one host: their order, its boots, and what it lost. */
final class HostLines {
  /** A kernel clock that goes back further than two CPUs' clocks differ has begun anew. */
  private static final long RESTART_MICROS = 60_000_000;

  private static final String BANNER = "Linux version ";
  private static final String DROPPED = " printk messages dropped ";
  private static final String BLOB = "B blob data]";

  private final CarrierLimits limits;
  private final Losses.Counter losses;
  private final Consumer<LogRecord> sink;
  private @Nullable SequenceWindow window;
  private String name;
  private int boot;
  private String bootId = "";
  private boolean begun;
  private long lastMicros = -1;
  private long lastLine;
  private long lostNext;

  HostLines(String name, CarrierLimits limits, Losses.Counter losses, Consumer<LogRecord> sink) {
    this.name = name;
    this.limits = limits;
    this.losses = losses;
    this.sink = sink;
  }

  String name() {
    return name;
  }

  void rename(String host) {
    name = host;
  }

  /** Takes a line as it came. */
  void add(LogRecord record, int fragmentOffset, int fragmentTotal) {
    if (record.sequence() < 0) {
      if (window == null) {
        emit(record);
      } else {
        window.loose(record);
      }
      return;
    }
    if (window == null) {
      window = new SequenceWindow(limits, losses, this::emit);
    }
    SequenceWindow.Verdict verdict = window.numbered(record, fragmentOffset, fragmentTotal);
    if (verdict == SequenceWindow.Verdict.OTHER_BOOT) {
      window.restart();
      newBoot("");
      window.numbered(record, fragmentOffset, fragmentTotal);
    }
  }

  /** Something is lost before the next line. */
  void lost(long records) {
    losses.gap(records);
    lostNext = lostNext < 0 || records < 0 ? LogRecord.UNKNOWN : lostNext + records;
  }

  /** The carrier says that what follows is of another boot. */
  void newBoot(String id) {
    if (begun) {
      boot++;
    }
    bootId = id;
    begun = false;
    lastMicros = -1;
  }

  /** Gives out what is kept back. */
  void flush() {
    if (window != null) {
      window.flush();
    }
  }

  private void emit(LogRecord record) {
    notice(record);
    if (record.sequence() < 0) {
      single(record);
      return;
    }
    String text = RecordHead.unescape(record.text());
    int end = text.indexOf('\n');
    LogRecord first = record;
    while (end >= 0 && end + 1 < text.length()) {
      single(first.saying(LineText.clean(text.substring(0, end))));
      text = text.substring(end + 1);
      end = text.indexOf('\n');
      first = record.at(record.host(), record.boot(), record.line(), 0);
    }
    single(text.equals(first.text()) ? first : first.saying(LineText.clean(text)));
  }

  /** What a line itself says about boots and losses. */
  private void notice(LogRecord record) {
    if (!record.bootId().equals(bootId) && !record.bootId().isEmpty()) {
      newBoot(record.bootId());
    } else if (begun && restarts(record)) {
      newBoot("");
    }
    begun = true;
    lastMicros = Math.max(lastMicros, record.micros());
    int dropped = record.raw().indexOf(DROPPED);
    if (dropped > 0) {
      lost(numberBefore(record.raw(), dropped));
    } else if (record.raw().endsWith(BLOB) && record.raw().startsWith("[", record.textStart())) {
      losses.unreadable++;
    }
  }

  private boolean restarts(LogRecord record) {
    if (record.micros() >= 0 && record.micros() + RESTART_MICROS < lastMicros) {
      return true;
    }
    return record.raw().startsWith(BANNER, record.textStart())
        && (record.micros() < 0 || record.micros() < lastMicros);
  }

  private static long numberBefore(String text, int end) {
    int start = end;
    while (start > 0 && end - start < 9 && Ascii.isDigit(text.charAt(start - 1))) {
      start--;
    }
    return start < end ? Long.parseLong(text.substring(start, end)) : LogRecord.UNKNOWN;
  }

  private void single(LogRecord record) {
    long lost = lostNext < 0 ? lostNext : record.lostBefore() + lostNext;
    lostNext = 0;
    lastLine = Math.max(lastLine, record.line());
    sink.accept(record.at(name, boot, lastLine, lost));
  }
}
