package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierLimits;
import dev.kedge.report.carrier.CarrierReader;
import dev.kedge.report.carrier.LogRecord;
import dev.kedge.report.carrier.Losses;
import dev.kedge.report.carrier.RecordSink;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds kernel reports and events in bytes as they come, of any {@link Carrier} and any number of
 * hosts. The reports do not depend on where the pieces fed end. Not thread-safe.
 *
 * <p>Memory is bounded: per host by {@link ReportStream} and {@link CarrierLimits}, and for all
 * hosts together by {@value #MAX_CHARACTERS} characters of reports that are not over; the largest
 * of them is cut then.
 */
public final class ReportFeed {
  /** Characters kept of all hosts' reports that are not over. */
  public static final long MAX_CHARACTERS = 64L << 20;

  /** Events of forgotten hosts kept until they are asked for. */
  private static final int MAX_EVENTS = 10_000;

  private final ReportParser parser;
  private final CarrierReader reader;
  private final Map<String, ReportStream> streams = new LinkedHashMap<>();
  private final Hosts hosts = new Hosts();
  private List<HostReport> done = new ArrayList<>();
  private List<HostEvent> happened = new ArrayList<>();
  private long characters;

  /** A feed that finds out by itself what brings the lines. */
  public ReportFeed(ReportParser parser) {
    this(parser, EnumSet.allOf(Carrier.class), CarrierLimits.DEFAULT);
  }

  /** A feed of some carriers, with bounds of its own. */
  public ReportFeed(ReportParser parser, Set<Carrier> carriers, CarrierLimits limits) {
    this.parser = parser;
    this.reader = new CarrierReader(carriers, limits, hosts);
  }

  /** Takes the next bytes; returns the reports that are over now, usually none. */
  public List<HostReport> feed(byte[] bytes, int offset, int count) {
    reader.feed(bytes, offset, count);
    return taken();
  }

  /**
   * Takes a record that came as one, such as those of {@code /dev/kmsg}, in place of bytes; records
   * of one host come in order. Returns the reports that are over now, usually none.
   */
  public List<HostReport> record(LogRecord record) {
    hosts.record(record);
    return taken();
  }

  /**
   * Events that happened, or happened again, since the last call, at any host: call it every few
   * seconds. What happens again within {@link EventStream#PAUSE} is the same event with a larger
   * {@link dev.kedge.report.event.FleetEvent#count() count}; its text comes only the first time.
   */
  public List<HostEvent> events() {
    streams.forEach((host, stream) -> keepEvents(host, stream));
    count();
    List<HostEvent> taken = List.copyOf(happened);
    happened = new ArrayList<>();
    return taken;
  }

  /**
   * Hands out all reports as far as they are there: call it when the input was quiet for a while. A
   * line without its line feed waits for the rest.
   */
  public List<HostReport> flush() {
    reader.flush();
    streams.forEach((host, stream) -> keep(host, stream.flush()));
    count();
    return taken();
  }

  /** Ends the input; returns the last reports. */
  public List<HostReport> end() {
    reader.end();
    return flush();
  }

  /** Characters kept of reports and events that were not handed out, as counted last. */
  public long characters() {
    return characters;
  }

  /** What was lost so far. */
  public Losses losses() {
    return reader.losses();
  }

  private List<HostReport> taken() {
    if (done.isEmpty()) {
      return List.of();
    }
    List<HostReport> reports = List.copyOf(done);
    done = new ArrayList<>();
    return reports;
  }

  private void keep(String host, List<HostReport> reports) {
    for (HostReport report : reports) {
      done.add(report.on(host));
    }
  }

  private void keepEvents(String host, ReportStream stream) {
    for (HostEvent event : stream.events()) {
      if (happened.size() < MAX_EVENTS) {
        happened.add(event.on(host));
      }
    }
  }

  private void count() {
    characters = 0;
    streams.values().forEach(stream -> characters += stream.characters());
  }

  private void cutLargest() {
    String largest = "";
    long most = -1;
    for (Map.Entry<String, ReportStream> entry : streams.entrySet()) {
      if (entry.getValue().characters() > most) {
        most = entry.getValue().characters();
        largest = entry.getKey();
      }
    }
    ReportStream stream = streams.get(largest);
    if (stream != null) {
      keep(largest, stream.cut());
    }
    count();
  }

  private final class Hosts implements RecordSink {
    @Override
    public void record(LogRecord record) {
      ReportStream stream =
          streams.computeIfAbsent(record.host(), host -> new ReportStream(parser));
      long before = stream.characters();
      List<HostReport> reports = stream.record(record);
      characters += stream.characters() - before;
      if (!reports.isEmpty()) {
        keep(record.host(), reports);
      }
      if (characters > MAX_CHARACTERS) {
        cutLargest();
      }
    }

    @Override
    public void named(String host) {
      ReportStream unnamed = streams.remove("");
      if (unnamed != null) {
        streams.put(host, unnamed);
      }
    }

    @Override
    public void forgotten(String host) {
      ReportStream stream = streams.remove(host);
      if (stream != null) {
        characters -= stream.characters();
        keep(host, stream.flush());
        keepEvents(host, stream);
      }
    }
  }
}
