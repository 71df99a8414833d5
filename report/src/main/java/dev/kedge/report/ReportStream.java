package dev.kedge.report;

import dev.kedge.report.carrier.LogRecord;
import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LogLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds kernel reports and events in the lines of one host as they come. A report is handed out
 * when it is over: who printed it (the task or CPU, where the kernel tells; else anybody) begins
 * another, was quiet for {@value #QUIET_MICROS} microseconds of the kernel's time or during 400
 * lines of others, the caller says so with {@link #flush()}, or it has reached the bounds. Not
 * thread-safe.
 *
 * <p>Memory is bounded by {@value #MAX_LINES} lines and {@value #MAX_CHARACTERS} characters; a
 * report that is cut there says so on the last line of its text.
 *
 * <p>{@link KernelReport#startLine()} and {@link KernelReport#endLine()} are the low 31 bits of
 * {@link LogRecord#line()}.
 */
final class ReportStream {
  /** Lines kept of reports that are not over. */
  static final int MAX_LINES = 4096;

  /** Characters kept of reports that are not over. */
  static final int MAX_CHARACTERS = 1 << 20;

  /** A pause between two lines, by the kernel's clock, that ends a report: 5 s. */
  static final long QUIET_MICROS = 5_000_000;

  private static final int LINES_BEFORE = 10;

  /** Whether a header begins a report or goes on with one is clear some lines behind it. */
  private static final int SETTLING_LINES = 16;

  private static final String CUT_LINE = ConsoleLog.CUT.strip() + "\n";

  private final ReportEngine engine;
  private final StreamBuffer buffer;
  private final OpenReports open = new OpenReports();
  private final EventStream events;
  private int count;

  /** Lines the buffer must have before reports are looked for again, so that work stays linear. */
  private int nextLook;

  /** Lines the buffer must have before a header of the same printer is looked at, -1: none. */
  private int anotherAt = -1;

  private int boot;
  private String bootId = "";

  /** A stream with the rules of a parser. */
  ReportStream(ReportParser parser) {
    engine = parser.engine();
    buffer = new StreamBuffer(engine.families());
    events = new EventStream(engine);
  }

  /** Takes the next record of one host; the reports' lines are those of the input. */
  List<HostReport> record(LogRecord record) {
    List<HostReport> before = List.of();
    if (record.boot() != boot) {
      before = flush();
      boot = record.boot();
    }
    bootId = record.bootId();
    events.boot(boot, bootId);
    LogLine line =
        new LogLine(++count, record.raw(), record.text(), "", record.context(), record.micros());
    List<HostReport> done = add(line, record.line(), record.wallMicros(), record.lostBefore());
    if (before.isEmpty()) {
      return done;
    }
    List<HostReport> both = new ArrayList<>(before);
    both.addAll(done);
    return both;
  }

  /** Ends all reports: call it when the input was quiet for a while, and at the end. */
  List<HostReport> flush() {
    return drain(false);
  }

  /** Events that happened, or happened again, since the last call. */
  List<HostEvent> events() {
    return events.take();
  }

  /** Ends all reports because there is no room for more of them. */
  List<HostReport> cut() {
    events.forgetTexts();
    return drain(true);
  }

  /** Characters kept now. */
  long characters() {
    return buffer.characters() + events.characters();
  }

  private List<HostReport> add(LogLine line, long id, long wallMicros, long lost) {
    List<HostReport> done = new ArrayList<>();
    if (!open.isEmpty()) {
      if (open.allOver(line)) {
        done.addAll(drain(false));
      } else if (buffer.size() >= nextLook && open.firstOver(line)) {
        done.addAll(release(line));
      }
    }
    buffer.add(line, id, wallMicros, lost);
    events.add(line, id, wallMicros, buffer.candidates(buffer.size() - 1));
    boolean header =
        !engine.families().headers(line.text(), buffer.candidates(buffer.size() - 1)).isEmpty();
    boolean another = open.note(line, header);
    if (open.isEmpty()) {
      buffer.keepLast(LINES_BEFORE, LINES_BEFORE);
    } else {
      if (another && anotherAt < 0) {
        anotherAt = buffer.size() + SETTLING_LINES;
      }
      if (anotherAt >= 0 && buffer.size() >= Math.max(anotherAt, nextLook)) {
        done.addAll(release(line));
      }
    }
    if (buffer.size() >= MAX_LINES || buffer.characters() >= MAX_CHARACTERS) {
      done.addAll(drain(true));
    }
    return done;
  }

  private List<HostReport> drain(boolean cut) {
    List<HostReport> reports = new ArrayList<>();
    if (!open.isEmpty()) {
      List<KernelReport> read = engine.read(buffer);
      for (KernelReport report : read) {
        boolean last = cut && reports.size() == read.size() - 1;
        reports.add(finished(last ? report.withText(report.text() + CUT_LINE) : report));
      }
    }
    open.clear();
    nextLook = 0;
    anotherAt = -1;
    buffer.keepLast(LINES_BEFORE, LINES_BEFORE);
    return reports;
  }

  /**
   * Hands out the first reports up to one that may still grow: its printer has not begun another
   * and is not quiet.
   */
  private List<HostReport> release(LogLine now) {
    anotherAt = -1;
    List<KernelReport> reports = engine.read(buffer);
    Set<String> later = new HashSet<>();
    int done = reports.size();
    for (int i = reports.size() - 1; i >= 0; i--) {
      String caller = buffer.line(buffer.indexOf(reports.get(i).startLine())).caller();
      boolean over = !later.add(caller) || open.isOver(caller, now);
      done = over ? done : i;
    }
    if (done == 0 || done == reports.size()) {
      nextLook = afterGrowth();
      return List.of();
    }
    List<HostReport> finished = reports.subList(0, done).stream().map(this::finished).toList();
    int start = buffer.indexOf(reports.get(done).startLine());
    int before = Math.min(LINES_BEFORE, start);
    buffer.keepLast(buffer.size() - start + before, before);
    open.clear();
    for (int i = before; i < buffer.size(); i++) {
      LogLine line = buffer.line(i);
      open.note(line, !engine.families().headers(line.text(), buffer.candidates(i)).isEmpty());
    }
    nextLook = afterGrowth();
    return finished;
  }

  /** Half as much again: looking costs as much as there is, so it may not happen too often. */
  private int afterGrowth() {
    return buffer.size() + buffer.size() / 2 + 1;
  }

  /** With the source's numbers in place of positions in the stream. */
  private HostReport finished(KernelReport report) {
    int start = buffer.indexOf(report.startLine());
    int end = buffer.indexOf(report.endLine());
    KernelReport placed =
        report.withLines(
            (int) (buffer.id(start) & Integer.MAX_VALUE),
            (int) (buffer.id(end) & Integer.MAX_VALUE));
    return new HostReport(
        "",
        boot,
        bootId,
        buffer.lostBetween(start, end),
        HostReport.instant(buffer.wallMicros(start)),
        placed);
  }
}
