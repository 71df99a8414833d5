package dev.kedge.server.intake;

import dev.kedge.model.HostId;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.issues.Filed;
import io.helidon.http.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes in console logs, finds the kernel reports in them and files them. */
public final class ConsoleIntake {
  private static final String KIND = "console";
  private static final Set<String> MEDIA_TYPES = Set.of("text/plain", "application/octet-stream");

  private record Found(KernelReport report, Filed filed) {}

  private final Store store;
  private final InstantSource clock;
  private final IntakeCounters counters;
  private final IntakeLimits limits;
  private final BodyReader body;
  private final ReportParser parser;

  /** Files what it finds in that store. */
  public ConsoleIntake(
      Store store, InstantSource clock, IntakeCounters counters, IntakeLimits limits) {
    this.store = store;
    this.parser = store.reports();
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
    List<Found> found;
    try {
      HostId host = Call.parseHost("host", call.query().required("host", 253));
      String name = call.query().text("name", 255).orElse("console");
      if (!MEDIA_TYPES.contains(call.mediaType())) {
        throw new ProblemException(
            new Problem(415, "the Content-Type of a console log is text/plain"));
      }
      byte[] log = body.read(call);
      found = file(host, name, parser.parse(log));
      counters.taken(
          KIND,
          !found.isEmpty() && found.stream().allMatch(one -> one.filed().duplicate()),
          log.length);
    } catch (RuntimeException e) {
      counters.refused(KIND);
      throw e;
    }
    answer(call, found);
  }

  private List<Found> file(HostId host, String name, List<KernelReport> reports) {
    Instant now = clock.instant();
    Map<String, Integer> seen = new HashMap<>();
    List<Found> found = new ArrayList<>();
    for (KernelReport report : reports) {
      int ordinal = seen.merge(report.text(), 1, Integer::sum);
      Occurrence occurrence =
          new Occurrence(
              host, Optional.empty(), sequence(report.text(), ordinal), now, false, name, report);
      found.add(new Found(report, store.issues().file(occurrence)));
    }
    return found;
  }

  /**
   * The identity of a report within a file: its text, and how often the same text stood above it.
   * The same file sent again, or a longer one that begins with it, gives the same numbers.
   */
  static long sequence(String text, int ordinal) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(ordinal).flip());
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest()).getLong() & Long.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void answer(Call call, List<Found> found) {
    call.json(
        200,
        json -> {
          json.begin();
          json.beginArray("reports");
          for (Found one : found) {
            json.begin();
            json.number("issue", one.filed().issue());
            json.text("title", one.report().title());
            json.flag("newIssue", one.filed().newIssue());
            json.flag("duplicate", one.filed().duplicate());
            json.number("startLine", one.report().startLine());
            json.number("endLine", one.report().endLine());
            json.end();
          }
          json.endArray();
          json.end();
        });
  }
}
