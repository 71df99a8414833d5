package dev.kedge.server.api;

import dev.kedge.report.fingerprint.Blocker;
import dev.kedge.report.fingerprint.Finding;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.fingerprint.Match;
import dev.kedge.report.hang.HangDot;
import dev.kedge.report.hang.HangGraph;
import dev.kedge.report.hang.HangReader;
import dev.kedge.report.hang.HangText;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.issues.IssueTable;
import dev.kedge.store.issues.OccurrenceRecord;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What one occurrence tells: why it is in its issue, and who waits for whom in it. */
public final class OccurrenceApi {
  /** Reports of one hang come within the time the kernel looks for hung tasks, two minutes. */
  private static final Duration SAME_HANG = Duration.ofMinutes(5);

  /** Text read for one graph: a kernel's whole log buffer is smaller. */
  private static final int MAX_TEXT = 4 << 20;

  private final Store store;
  private final HangReader hangs = new HangReader();

  /** Answers from that store. */
  public OccurrenceApi(Store store) {
    this.store = store;
  }

  /** The routes of occurrences. */
  public List<Route> routes(Gate gate) {
    return List.of(
        new Route(
            Method.GET,
            "/api/v1/occurrences/{occurrence}/hang",
            Access.READ,
            gate,
            List.of("format"),
            this::hang),
        new Route(
            Method.GET,
            "/api/v1/occurrences/{occurrence}/explain",
            Access.READ,
            gate,
            List.of("issue"),
            this::explain));
  }

  private OccurrenceRecord known(Call call) {
    long number = call.number("occurrence");
    return store
        .issues()
        .occurrence(number)
        .orElseThrow(() -> ProblemException.notFound("there is no occurrence " + number));
  }

  private void hang(Call call) {
    String format = call.query().choice("format", List.of("json", "text", "dot"), "json");
    OccurrenceRecord occurrence = known(call);
    List<HangGraph> graphs = hangs.read(log(occurrence).getBytes(StandardCharsets.UTF_8));
    switch (format) {
      case "text" -> text(call, "text/plain; charset=utf-8", HangText.of(graphs));
      case "dot" -> {
        call.set(
            HeaderNames.CONTENT_DISPOSITION,
            "attachment; filename=\"hang-%d.dot\"".formatted(occurrence.id()));
        text(call, "text/vnd.graphviz; charset=utf-8", HangDot.of(graphs));
      }
      default -> call.json(200, json -> HangJson.write(json, graphs));
    }
  }

  private static void text(Call call, String type, String text) {
    call.bytes(200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Its own text and those around it: what a waiter's report leaves open, its holder's tells. */
  private String log(OccurrenceRecord occurrence) {
    StringBuilder log = new StringBuilder();
    for (String text : store.issues().textsAround(occurrence.id(), SAME_HANG)) {
      if (log.length() + text.length() <= MAX_TEXT) {
        log.append(text).append(text.endsWith("\n") ? "" : "\n");
      }
    }
    return log.toString();
  }

  private void explain(Call call) {
    OccurrenceRecord occurrence = known(call);
    long issue =
        call.query()
            .integer("issue", 1, Integer.MAX_VALUE)
            .orElse((int) Math.min(Integer.MAX_VALUE, occurrence.issue()));
    if (store.issues().find(issue).isEmpty()) {
      throw ProblemException.notFound("there is no issue " + issue);
    }
    IssueTable.Explanation explanation = store.issues().explain(occurrence, issue);
    call.json(
        200,
        json -> {
          json.begin();
          json.number("occurrence", occurrence.id());
          json.number("issue", issue);
          json.text("filed", occurrence.why());
          write(json, explanation.match());
          write(json, explanation.fingerprint());
          json.end();
        });
  }

  private static void write(JsonOut json, Match match) {
    json.flag("same", match.same());
    json.text("reason", match.reason());
    json.beginArray("parts");
    for (Finding finding : match.findings()) {
      json.begin();
      json.text("part", finding.part().name().toLowerCase(Locale.ROOT));
      json.text("outcome", finding.outcome().name().toLowerCase(Locale.ROOT));
      json.text("detail", finding.detail());
      json.end();
    }
    json.endArray();
  }

  private static void write(JsonOut json, Fingerprint fingerprint) {
    json.begin("fingerprint");
    json.column("titles", List.copyOf(fingerprint.titles()));
    json.column("stack", fingerprint.stack());
    json.text("stackHash", fingerprint.stackHash());
    json.text("blocker", fingerprint.blocker().map(Blocker::key));
    json.text("module", fingerprint.module());
    json.text("file", fingerprint.file());
    json.end();
  }
}
