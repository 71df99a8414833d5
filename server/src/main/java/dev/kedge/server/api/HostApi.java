package dev.kedge.server.api;

import dev.kedge.model.AgentCost;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.report.rules.Severity;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.JsonOut;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.server.intake.LiveHosts;
import dev.kedge.store.Store;
import dev.kedge.store.hosts.HostEvent;
import dev.kedge.store.hosts.HostRecord;
import dev.kedge.store.sql.Page;
import io.helidon.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Hosts, their agents, and what happened on them. */
public final class HostApi {
  private final Store store;
  private final InstantSource clock;
  private final QueryLimits limits;

  /** Answers from that store. */
  public HostApi(Store store, InstantSource clock, QueryLimits limits) {
    this.store = store;
    this.clock = clock;
    this.limits = limits;
  }

  /** The routes of hosts. */
  public List<Route> routes(Gate gate) {
    return List.of(
        new Route(
            Method.GET, "/api/v1/hosts", Access.READ, gate, List.of("cursor", "limit"), this::list),
        new Route(Method.GET, "/api/v1/hosts/{host}", Access.READ, gate, List.of(), this::find),
        new Route(
            Method.GET,
            "/api/v1/hosts/{host}/events",
            Access.READ,
            gate,
            List.of("from", "to"),
            this::events));
  }

  /**
   * The host of a path.
   *
   * @throws ProblemException 404 when it was never heard from
   */
  static HostRecord known(Store store, HostId host) {
    return store
        .hosts()
        .find(host)
        .orElseThrow(() ->
            ProblemException.notFound(
                "no heartbeat of a host named %s has come yet".formatted(host)));
  }

  private void list(Call call) {
    Paging paging = Paging.of(call.query());
    Page<HostRecord> page = paging.ask(store.hosts()::list);
    Instant now = clock.instant();
    call.json(
        200,
        json -> {
          json.begin();
          json.beginArray("hosts");
          for (HostRecord host : page.items()) {
            writeSummary(json, host, now);
          }
          json.endArray();
          json.text("next", page.next());
          json.end();
        });
  }

  private static void writeSummary(JsonOut json, HostRecord host, Instant now) {
    HostIdentity identity = host.last().identity();
    json.begin();
    json.text("host", identity.host().value());
    json.text("kernel", identity.kernel().value());
    json.text("boot", identity.boot().toString());
    json.time("bootedAt", identity.bootedAt());
    json.time("lastSeen", host.lastSeen());
    json.flag("live", LiveHosts.isLive(host.lastSeen(), now));
    json.number("cpus", identity.cpus());
    json.number("memoryBytes", identity.memoryBytes());
    json.number("issues", host.issues());
    json.end();
  }

  private void find(Call call) {
    HostRecord host = known(store, call.host());
    Instant now = clock.instant();
    call.json(
        200,
        json -> {
          json.begin();
          json.text("host", host.last().identity().host().value());
          writeIdentity(json, host.last().identity());
          json.time("firstSeen", host.firstSeen());
          json.time("lastSeen", host.lastSeen());
          json.flag("live", LiveHosts.isLive(host.lastSeen(), now));
          json.text("dataFrom", host.dataFrom());
          json.number("issues", host.issues());
          writeAgent(json, host);
          writeLimitations(json, host.last().limitations());
          json.end();
        });
  }

  private static void writeIdentity(JsonOut json, HostIdentity identity) {
    json.begin("identity");
    json.text("boot", identity.boot().toString());
    json.text("kernel", identity.kernel().value());
    json.text("kernelBuildId", identity.kernelBuildId());
    json.text("kernelVersion", identity.kernelVersion());
    json.text("architecture", identity.architecture());
    json.text("commandLine", identity.commandLine());
    json.text("cpuModel", identity.cpuModel());
    json.number("cpus", identity.cpus());
    json.number("memoryBytes", identity.memoryBytes());
    json.text("cgroupMode", identity.cgroupMode().name().toLowerCase(Locale.ROOT));
    json.time("bootedAt", identity.bootedAt());
    json.end();
  }

  private static void writeAgent(JsonOut json, HostRecord host) {
    Heartbeat heartbeat = host.last();
    AgentCost cost = heartbeat.cost();
    json.begin("agent");
    json.text("version", heartbeat.agentVersion());
    json.number("uptimeSeconds", seconds(cost.uptime()));
    json.number("cpuSeconds", seconds(cost.cpu()));
    json.number("cpuCores", host.agentCpuCores());
    json.number("rssBytes", cost.rssBytes());
    json.number("samples", cost.samples());
    json.number("lostSamples", cost.lostSamples());
    json.number("truncatedStacks", cost.truncatedStacks());
    json.number("windows", cost.windows());
    json.number("uploadedBytes", cost.uploadedBytes());
    json.number("spoolBytes", cost.spoolBytes());
    json.number("droppedUploads", cost.droppedUploads());
    json.number("unreadableReadings", cost.unreadableReadings());
    json.number("storedBytesPerDay", host.storedBytesPerDay());
    json.end();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static void writeLimitations(JsonOut json, List<Limitation> limitations) {
    json.beginArray("limitations");
    for (Limitation limitation : limitations) {
      json.begin();
      json.text("feature", limitation.feature());
      json.text("cause", limitation.cause());
      json.text("remedy", limitation.remedy());
      json.end();
    }
    json.endArray();
  }

  private void events(Call call) {
    HostId host = call.host();
    var range = call.query().range("from", "to", limits.maxSpan());
    known(store, host);
    List<HostEvent> events = store.hosts().events(host, range);
    call.json(
        200,
        json -> {
          json.begin();
          json.beginArray("events");
          for (HostEvent event : events) {
            json.begin();
            json.time("at", event.at());
            json.text("kind", event.kind().wireName());
            json.text("title", event.title());
            json.number("issue", event.issue());
            json.text("severity", event.severity().map(Severity::label));
            json.text("device", event.device());
            json.number("times", event.times());
            json.number("lastedSeconds", event.lasted().toSeconds());
            json.end();
          }
          json.endArray();
          json.end();
        });
  }
}
