package dev.kedge.server.intake;

import dev.kedge.model.HostId;
import dev.kedge.model.Printable;
import dev.kedge.report.LogReading;
import dev.kedge.report.ReportParser;
import dev.kedge.report.WholeLog;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierException;
import dev.kedge.report.carrier.Unpacked;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import io.helidon.http.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes in logs of any carrier, packed or not, finds the kernel reports and fleet events in them
 * and files them. Safe for many threads.
 *
 * <p>A log is read as a whole, so that a report knows of a panic that comes later in it; streams
 * that never end are the agents' business.
 */
public final class ConsoleIntake {
  private static final String KIND = "console";
  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "text/plain",
          "application/octet-stream",
          "application/gzip",
          "application/zstd",
          "application/x-xz");
  private static final int CHUNK = 1 << 16;

  /** What a log told, and where it was filed. */
  private record Taken(
      LogReading reading, List<Filing.Entry> reports, List<Filing.Entry> events, String damage) {}

  private final InstantSource clock;
  private final IntakeCounters counters;
  private final IntakeLimits limits;
  private final BodyReader body;
  private final ReportParser parser;
  private final Filing filing;

  /** Files what it finds in that store. */
  public ConsoleIntake(
      Store store, InstantSource clock, IntakeCounters counters, IntakeLimits limits) {
    this.parser = store.reports();
    this.filing = new Filing(store, counters);
    this.clock = clock;
    this.counters = counters;
    this.limits = limits;
    this.body = new BodyReader(limits.consoleBytes(), limits.consoleBytes(), limits.bodyTime());
  }

  /** The route of console logs. */
  public List<Route> routes() {
    return List.of(
        new Route(
            Method.POST,
            "/api/v1/console",
            Access.INTAKE,
            Gate.of("console logs", limits.concurrentLogs(), limits.patience()),
            List.of("host", "name"),
            this::take));
  }

  private void take(Call call) {
    Taken taken;
    try {
      HostId host = Call.parseHost("host", call.query().required("host", 253));
      String name = call.query().text("name", 255).orElse("console");
      if (!MEDIA_TYPES.contains(call.mediaType())) {
        throw new ProblemException(
            new Problem(415, "the Content-Type of a console log is text/plain"));
      }
      byte[] log = body.read(call);
      taken = take(host, name, log);
      List<Filing.Entry> all = new ArrayList<>(taken.reports());
      all.addAll(taken.events());
      counters.taken(
          KIND,
          !all.isEmpty() && all.stream().allMatch(one -> one.filed().duplicate()),
          log.length);
    } catch (RuntimeException e) {
      counters.refused(KIND);
      throw e;
    }
    call.json(200, json -> write(json, taken));
  }

  private Taken take(HostId host, String name, byte[] log) {
    WholeLog whole = parser.open(EnumSet.allOf(Carrier.class));
    String damage = feed(whole, name, log);
    LogReading reading = whole.finish();
    LogOccurrences occurrences = new LogOccurrences(host, reading.hosts() > 1, name);
    List<Filing.Entry> entries =
        filing.file(occurrences.of(reading.reports(), reading.events(), clock.instant()));
    int reports = reading.reports().size();
    return new Taken(
        reading,
        byOccurrence(entries.subList(0, reports)),
        byOccurrence(entries.subList(reports, entries.size())),
        damage);
  }

  /** Returns what is wrong with a packed log, empty when nothing is. */
  private String feed(WholeLog whole, String name, byte[] log) {
    try (Unpacked unpacked =
        Unpacked.open(new ByteArrayInputStream(log), name, limits.consoleBytes())) {
      byte[] chunk = new byte[CHUNK];
      for (int count = unpacked.read(chunk, 0, CHUNK);
          count >= 0;
          count = unpacked.read(chunk, 0, CHUNK)) {
        whole.feed(chunk, 0, count);
      }
      return unpacked.damage();
    } catch (CarrierException e) {
      throw ProblemException.badRequest(
          "the log cannot be read: " + Printable.of(String.valueOf(e.getMessage()), 300));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
  }

  /** A state the kernel reported again and again is one entry. */
  private static List<Filing.Entry> byOccurrence(List<Filing.Entry> entries) {
    Map<Long, Filing.Entry> merged = new LinkedHashMap<>();
    for (Filing.Entry entry : entries) {
      merged.merge(entry.filed().occurrence(), entry, Filing.Entry::with);
    }
    return List.copyOf(merged.values());
  }

  private static void write(JsonOut json, Taken taken) {
    json.begin();
    write(json, "reports", taken.reports());
    write(json, "events", taken.events());
    json.number("hosts", taken.reading().hosts());
    json.column(
        "carriers", taken.reading().carriers().stream().map(Carrier::label).sorted().toList());
    json.begin("losses");
    taken.reading().losses().counts().forEach(json::number);
    json.end();
    json.text("damage", taken.damage());
    json.end();
  }

  private static void write(JsonOut json, String name, List<Filing.Entry> entries) {
    json.beginArray(name);
    for (Filing.Entry one : entries) {
      json.begin();
      json.number("issue", one.filed().issue());
      json.number("occurrence", one.filed().occurrence());
      json.text("kind", one.kind());
      json.text("severity", one.severity().label());
      json.text("title", one.title());
      json.flag("newIssue", one.filed().newIssue());
      json.flag("duplicate", one.filed().duplicate());
      json.number("startLine", one.startLine());
      json.number("endLine", one.endLine());
      json.number("times", one.times());
      json.end();
    }
    json.endArray();
  }
}
