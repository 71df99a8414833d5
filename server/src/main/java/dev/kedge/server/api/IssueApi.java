package dev.kedge.server.api;

import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Query;
import dev.kedge.server.http.Route;
import dev.kedge.store.Store;
import dev.kedge.store.issues.IssueDetail;
import dev.kedge.store.issues.IssueFilter;
import dev.kedge.store.issues.IssueOrder;
import dev.kedge.store.issues.IssuePage;
import dev.kedge.store.issues.IssueSummary;
import dev.kedge.store.issues.OccurrenceRecord;
import dev.kedge.store.sql.Page;
import io.helidon.http.Method;
import java.util.Arrays;
import java.util.List;

/** Kernel reports, grouped into issues. */
public final class IssueApi {
  private static final List<String> ORDERS =
      Arrays.stream(IssueOrder.values()).map(IssueOrder::label).toList();

  private final Store store;

  /** Answers from that store. */
  public IssueApi(Store store) {
    this.store = store;
  }

  /** The routes of issues. */
  public List<Route> routes(Gate gate) {
    return List.of(
        new Route(
            Method.GET,
            "/api/v1/issues",
            Access.READ,
            gate,
            List.of("cursor", "limit", "order", "kind", "q", "type", "host", "kernel"),
            this::list),
        new Route(Method.GET, "/api/v1/issues/{issue}", Access.READ, gate, List.of(), this::find),
        new Route(
            Method.GET,
            "/api/v1/issues/{issue}/occurrences",
            Access.READ,
            gate,
            List.of("cursor", "limit"),
            this::occurrences));
  }

  private void list(Call call) {
    Query query = call.query();
    Paging paging = Paging.of(query);
    IssueFilter filter =
        new IssueFilter(
            query.text("kind", 64),
            query.text("q", 200),
            query.text("type", 100),
            query.text("host", 253).map(name -> Call.parseHost("host", name)),
            query.text("kernel", 128));
    IssueOrder order =
        IssueOrder.of(query.choice("order", ORDERS, IssueOrder.FLEET.label())).orElseThrow();
    IssuePage page =
        paging.ask((cursor, limit) -> store.issues().list(filter, order, cursor, limit));
    call.json(
        200,
        json -> {
          json.begin();
          json.beginArray("issues");
          for (IssueSummary issue : page.issues()) {
            json.begin();
            writeSummary(json, issue);
            json.end();
          }
          json.endArray();
          json.text("next", page.next());
          json.begin("facets");
          writeFacets(json, "kinds", page.kinds());
          writeFacets(json, "types", page.types());
          writeFacets(json, "hosts", page.hosts());
          writeFacets(json, "kernels", page.kernels());
          json.end();
          json.end();
        });
  }

  private static void writeFacets(JsonOut json, String name, List<IssuePage.Facet> facets) {
    json.beginArray(name);
    for (IssuePage.Facet facet : facets) {
      json.begin();
      json.text("value", facet.value());
      json.number("count", facet.count());
      json.end();
    }
    json.endArray();
  }

  private static void writeSummary(JsonOut json, IssueSummary issue) {
    json.number("issue", issue.issue());
    json.text("title", issue.title());
    json.text("kind", issue.kind());
    json.text("type", issue.type());
    json.text("severity", issue.severity().label());
    json.flag("corrupted", issue.corrupted());
    json.time("firstSeen", issue.firstSeen());
    json.time("lastSeen", issue.lastSeen());
    json.number("occurrences", issue.occurrences());
    json.number("hosts", issue.hosts());
    json.number("newHosts", issue.newHosts());
    json.text("newInKernel", issue.newInKernel());
    json.beginArray("kernels");
    for (IssueSummary.KernelCount kernel : issue.kernels()) {
      json.begin();
      json.text("kernel", kernel.kernel());
      json.number("occurrences", kernel.occurrences());
      json.end();
    }
    json.endArray();
    json.column("trend", issue.trend().stream().mapToLong(Long::longValue).toArray());
  }

  private IssueDetail known(long number) {
    return store
        .issues()
        .find(number)
        .orElseThrow(() -> ProblemException.notFound("there is no issue " + number));
  }

  private void find(Call call) {
    IssueDetail issue = known(call.number("issue"));
    call.json(
        200,
        json -> {
          json.begin();
          writeSummary(json, issue.summary());
          json.column("alternativeTitles", issue.alternativeTitles());
          json.text("frame", issue.frame());
          json.text("grouping", issue.grouping());
          json.beginArray("perHost");
          for (IssueDetail.HostCount host : issue.perHost()) {
            json.begin();
            json.text("host", host.host().value());
            json.number("occurrences", host.occurrences());
            json.time("firstSeen", host.firstSeen());
            json.time("lastSeen", host.lastSeen());
            json.end();
          }
          json.endArray();
          json.end();
        });
  }

  private void occurrences(Call call) {
    long issue = call.number("issue");
    Paging paging = Paging.of(call.query());
    known(issue);
    Page<OccurrenceRecord> page =
        paging.ask((cursor, limit) -> store.issues().occurrences(issue, cursor, limit));
    call.json(
        200,
        json -> {
          json.begin();
          json.beginArray("occurrences");
          for (OccurrenceRecord occurrence : page.items()) {
            writeOccurrence(json, occurrence);
          }
          json.endArray();
          json.text("next", page.next());
          json.end();
        });
  }

  private static void writeOccurrence(JsonOut json, OccurrenceRecord occurrence) {
    json.begin();
    json.number("id", occurrence.id());
    json.text("severity", occurrence.severity().label());
    json.text("device", occurrence.device());
    json.text("host", occurrence.host().value());
    json.text("boot", occurrence.boot());
    json.text("kernel", occurrence.kernel());
    json.time("at", occurrence.at());
    json.flag("atIsExact", occurrence.atIsExact());
    json.text("source", occurrence.source());
    json.text("title", occurrence.title());
    json.text("frame", occurrence.frame());
    json.flag("corrupted", occurrence.corrupted());
    json.number("startLine", occurrence.startLine());
    json.number("endLine", occurrence.endLine());
    json.text("text", occurrence.text());
    json.number("blameLine", occurrence.blameLine());
    json.number("times", occurrence.times());
    json.number("lastedSeconds", occurrence.lasted().toSeconds());
    json.text("why", occurrence.why());
    json.end();
  }
}
