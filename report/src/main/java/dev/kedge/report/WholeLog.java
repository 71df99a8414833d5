package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierLimits;
import dev.kedge.report.carrier.CarrierReader;
import dev.kedge.report.carrier.LogRecord;
import dev.kedge.report.carrier.RecordSink;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.line.ConsoleLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a log that is there as a whole, fed in pieces of any size; its reports are found at the
 * end, so that a report knows of a panic behind it. Keeps the log in memory, about one and a half
 * times its size. Not thread-safe.
 */
public final class WholeLog {
  /** More hosts than this share one log. */
  private static final int MAX_HOSTS = 16_384;

  private static final String OTHER_HOSTS = "other hosts";

  private final ReportEngine engine;
  private final Hosts hosts = new Hosts();
  private final CarrierReader reader;

  WholeLog(ReportEngine engine, Set<Carrier> carriers) {
    this.engine = engine;
    this.reader = new CarrierReader(carriers, CarrierLimits.DEFAULT, hosts);
  }

  /** Takes the next bytes of the log. */
  public void feed(byte[] bytes, int offset, int count) {
    reader.feed(bytes, offset, count);
  }

  /** Ends a file of several that make up the log: its last line may lack the line feed. */
  public void endFile() {
    reader.endLine();
  }

  /** Ends the log and finds its reports. */
  public LogReading finish() {
    reader.end();
    List<HostReport> reports = new ArrayList<>();
    List<HostEvent> events = new ArrayList<>();
    hosts.byName.forEach((name, host) -> {
      ConsoleLog log = host.lines.build(name, engine.families()::index);
      reports.addAll(host.reports(engine, name, log));
      events.addAll(host.events(engine, name, log));
    });
    reports.sort(Comparator.comparingInt(report -> report.report().startLine()));
    events.sort(Comparator.comparingInt(event -> event.event().startLine()));
    return new LogReading(reports, events, reader.seen(), hosts.byName.size(), reader.losses());
  }

  /** Ends the log and gives the lines of the host that spoke first; empty when none did. */
  Optional<ConsoleLog> linesOfFirstHost() {
    reader.end();
    return hosts.byName.entrySet().stream()
        .findFirst()
        .map(host -> host.getValue().lines.build(host.getKey(), engine.families()::index));
  }

  /** The lines of all hosts. */
  private static final class Hosts implements RecordSink {
    final Map<String, Host> byName = new LinkedHashMap<>();

    @Override
    public void record(LogRecord record) {
      Host host = byName.get(record.host());
      if (host == null) {
        String name = byName.size() < MAX_HOSTS ? record.host() : OTHER_HOSTS;
        host = byName.computeIfAbsent(name, key -> new Host());
      }
      host.add(record);
    }

    @Override
    public void named(String host) {
      Host unnamed = byName.remove("");
      if (unnamed != null) {
        byName.put(host, unnamed);
      }
    }
  }

  /** The lines of one host, where its boots begin and where something is missing. */
  private static final class Host {
    private record Boot(int firstLine, int number, String id) {}

    private record Gap(int beforeLine, long lost) {}

    private final ConsoleLog.Builder lines = new ConsoleLog.Builder();
    private final List<Boot> boots = new ArrayList<>();
    private long[] wallMicros = new long[0];
    private final List<Gap> gaps = new ArrayList<>();

    void add(LogRecord record) {
      lines.add(
          record.raw(),
          record.textStart(),
          record.context(),
          record.micros(),
          (int) Math.min(Integer.MAX_VALUE, record.line()));
      int number = lines.size();
      if (boots.isEmpty() || boots.getLast().number() != record.boot()) {
        boots.add(new Boot(number, record.boot(), record.bootId()));
      }
      if (record.wallMicros() >= 0) {
        if (number >= wallMicros.length) {
          int known = wallMicros.length;
          wallMicros = Arrays.copyOf(wallMicros, number * 2);
          Arrays.fill(wallMicros, known, wallMicros.length, -1);
        }
        wallMicros[number] = record.wallMicros();
      }
      if (record.lostBefore() != 0) {
        gaps.add(new Gap(number, record.lostBefore()));
      }
    }

    List<HostReport> reports(ReportEngine engine, String name, ConsoleLog log) {
      return engine.read(log).stream().map(report -> report(name, log, report)).toList();
    }

    private HostReport report(String name, ConsoleLog log, KernelReport report) {
      int start = report.startLine();
      int end = report.endLine();
      Boot boot = bootAt(start);
      long lost = 0;
      for (Gap gap : gaps) {
        if (gap.beforeLine() > start && gap.beforeLine() <= end) {
          lost = lost < 0 || gap.lost() < 0 ? LogRecord.UNKNOWN : lost + gap.lost();
        }
      }
      KernelReport placed = report.withLines(log.inputLine(start), log.inputLine(end));
      return new HostReport(name, boot.number(), boot.id(), lost, at(start), placed);
    }

    List<HostEvent> events(ReportEngine engine, String name, ConsoleLog log) {
      return engine.events(log).events().stream().map(event -> event(name, log, event)).toList();
    }

    private HostEvent event(String name, ConsoleLog log, FleetEvent event) {
      int start = event.startLine();
      Boot boot = bootAt(start);
      FleetEvent placed = event.withLines(log.inputLine(start), log.inputLine(event.endLine()));
      return new HostEvent(name, boot.number(), boot.id(), at(start), placed);
    }

    private Boot bootAt(int line) {
      Boot boot = boots.getFirst();
      for (Boot candidate : boots) {
        boot = candidate.firstLine() <= line ? candidate : boot;
      }
      return boot;
    }

    private Optional<Instant> at(int line) {
      return HostReport.instant(line < wallMicros.length ? wallMicros[line] : -1);
    }
  }
}
