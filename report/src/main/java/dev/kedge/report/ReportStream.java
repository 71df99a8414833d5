package dev.kedge.report;

import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LogLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds kernel reports in the lines of one running kernel as they come. A report is handed out when
 * it is over: the next one begins, the kernel was quiet for {@value #QUIET_MICROS} microseconds of
 * its own time, the caller says so with {@link #flush()}, or it has reached the bounds. Not
 * thread-safe.
 *
 * <p>Memory is bounded by {@value #MAX_LINES} lines and {@value #MAX_CHARACTERS} characters; a
 * report that is cut there says so on the last line of its text.
 *
 * <p>{@link KernelReport#startLine()} and {@link KernelReport#endLine()} are sequence numbers of
 * {@code /dev/kmsg} (their low 31 bits).
 */
public final class ReportStream {
  /** Lines kept of reports that are not over. */
  public static final int MAX_LINES = 4096;

  /** Characters kept of reports that are not over. */
  public static final int MAX_CHARACTERS = 1 << 20;

  /** A pause between two lines, by the kernel's clock, that ends a report: 5 s. */
  public static final long QUIET_MICROS = 5_000_000;

  private static final int LINES_BEFORE = 10;

  private final ReportEngine engine;
  private final StreamBuffer buffer;
  private boolean open;
  private boolean callers;
  private long lastMicros = -1;
  private int count;

  /** A stream with the rules of a parser. */
  public ReportStream(ReportParser parser) {
    engine = parser.engine();
    buffer = new StreamBuffer(engine.families());
  }

  /** A stream with rules of its own; costs some milliseconds. */
  public ReportStream() {
    this(new ReportParser());
  }

  /** Takes the next line; returns the reports that are over now, usually none. */
  public List<KernelReport> line(KmsgLine kmsg) {
    List<KernelReport> done = new ArrayList<>();
    if (open && lastMicros >= 0 && kmsg.micros() - lastMicros > QUIET_MICROS) {
      done.addAll(drain(false));
    }
    LogLine line = logLine(kmsg);
    lastMicros = kmsg.micros();
    buffer.add(line, kmsg.sequence());
    boolean header =
        !engine.families().headers(line.text(), buffer.candidates(buffer.size() - 1)).isEmpty();
    if (!open) {
      open = header;
      callers = !line.caller().isEmpty();
      if (!open) {
        buffer.keepLast(LINES_BEFORE);
      }
    } else if (header && !callers) {
      done.addAll(allButLast());
    }
    if (buffer.size() >= MAX_LINES || buffer.characters() >= MAX_CHARACTERS) {
      done.addAll(drain(true));
    }
    return List.copyOf(done);
  }

  /** Ends all reports: call it after a quiet second, and at the end. */
  public List<KernelReport> flush() {
    return open ? drain(false) : List.of();
  }

  private List<KernelReport> drain(boolean cut) {
    List<KernelReport> reports = open ? numbered(engine.read(buffer)) : List.of();
    buffer.keepLast(0);
    open = false;
    if (!cut || reports.isEmpty()) {
      return reports;
    }
    List<KernelReport> marked = new ArrayList<>(reports);
    marked.set(marked.size() - 1, marked.getLast().withText(marked.getLast().text() + CUT_LINE));
    return marked;
  }

  private static final String CUT_LINE = ConsoleLog.CUT.strip() + "\n";

  /** Without caller ids a header ends the report before it; the newest may still grow. */
  private List<KernelReport> allButLast() {
    List<KernelReport> reports = engine.read(buffer);
    if (reports.size() < 2) {
      return List.of();
    }
    int start = reports.getLast().startLine();
    int keep = 0;
    while (keep < buffer.size() && buffer.line(buffer.size() - 1 - keep).number() != start) {
      keep++;
    }
    List<KernelReport> done = numbered(reports.subList(0, reports.size() - 1));
    buffer.keepLast(keep + 1);
    return done;
  }

  /** With the kernel's sequence numbers in place of positions in the stream. */
  private List<KernelReport> numbered(List<KernelReport> reports) {
    return reports.stream()
        .map(r -> r.withLines(buffer.sequenceOf(r.startLine()), buffer.sequenceOf(r.endLine())))
        .toList();
  }

  private LogLine logLine(KmsgLine kmsg) {
    String text = kmsg.text();
    if (text.length() > ConsoleLog.MAX_LINE) {
      text = text.substring(0, ConsoleLog.MAX_LINE) + ConsoleLog.CUT;
    }
    return new LogLine(++count, raw(kmsg, text), text, "", kmsg.caller(), kmsg.micros());
  }

  /** As a console would show it. */
  private static String raw(KmsgLine kmsg, String text) {
    long micros = Math.max(0, kmsg.micros());
    String stamp = "[%5d.%06d]".formatted(micros / 1_000_000, micros % 1_000_000);
    String caller = kmsg.caller().isEmpty() ? "" : "[%6s]".formatted(kmsg.caller());
    return stamp + caller + " " + text;
  }
}
