package dev.kedge.server.metrics;

import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Route;
import dev.kedge.server.intake.IntakeCounters;
import dev.kedge.server.intake.LiveHosts;
import dev.kedge.store.Store;
import dev.kedge.store.StoreStatistics;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Health, metrics, status and the document of the API. */
public final class OperationsApi {
  private static final String DOCUMENT = "/dev/kedge/server/openapi.yaml";

  private final Store store;
  private final Health health;
  private final IntakeCounters counters;
  private final PrometheusRegistry registry;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final String version;
  private final Instant startedAt;
  private final byte[] document = document();

  /** Registers the metrics of the store and of this process. */
  public OperationsApi(
      Store store,
      Health health,
      IntakeCounters counters,
      LiveHosts live,
      PrometheusRegistry registry,
      String version,
      Instant startedAt) {
    this.store = store;
    this.health = health;
    this.counters = counters;
    this.registry = registry;
    this.version = version;
    this.startedAt = startedAt;
    StoreMetrics.register(registry, store, live);
    JvmMetrics.register(registry);
  }

  private static byte[] document() {
    try (InputStream in = OperationsApi.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + DOCUMENT);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(DOCUMENT + " cannot be read", e);
    }
  }

  /** The routes of operations. */
  public List<Route> routes() {
    return List.of(
        get("/healthz", Access.OPEN, this::health),
        get("/metrics", Access.READ, this::metrics),
        get("/api/v1/openapi.yaml", Access.OPEN, this::openapi),
        get("/api/v1/status", Access.READ, this::status));
  }

  private static Route get(String path, Access access, dev.kedge.server.http.Endpoint endpoint) {
    return new Route(Method.GET, path, access, Gate.open(), List.of(), endpoint);
  }

  private void health(Call call) {
    Map<String, String> checks = health.checks();
    boolean ok = Health.isOk(checks);
    call.json(
        ok ? 200 : 503,
        json -> {
          json.begin();
          json.text("status", ok ? "ok" : "failing");
          json.text("version", version);
          json.begin("checks");
          checks.forEach(json::text);
          json.end();
          json.end();
        });
  }

  private void metrics(Call call) {
    call.set(HeaderNames.CACHE_CONTROL, "no-store");
    MetricSnapshots now = registry.scrape();
    call.stream(
        200,
        PrometheusTextFormatWriter.CONTENT_TYPE,
        out -> writer.write(out, now, EscapingScheme.DEFAULT));
  }

  private void openapi(Call call) {
    call.set(HeaderNames.CACHE_CONTROL, "no-cache");
    call.stream(200, "application/yaml", out -> out.write(document));
  }

  private void status(Call call) {
    StoreStatistics now = store.statistics();
    call.json(
        200,
        json -> {
          json.begin();
          json.text("version", version);
          json.time("startedAt", startedAt);
          json.number("hosts", now.hosts());
          json.number("issues", now.issues());
          json.begin("store");
          json.number("bytes", now.bytes());
          json.number("profileBytes", now.profileBytes());
          json.number("vitalBytes", now.vitalBytes());
          json.number("metadataBytes", now.metadataBytes());
          json.number("files", now.files());
          json.number("journalBytes", now.journalBytes());
          json.text("oldest", now.oldest());
          json.number("retentionDays", now.retentionAge().toSeconds() / 86_400.0);
          json.number("retentionBytes", now.retentionBytes());
          json.number("quarantinedFiles", now.quarantinedFiles());
          json.number("damagedRecords", now.damagedRecords());
          json.number("tornBytes", now.tornBytes());
          json.end();
          json.begin("intake");
          json.number("accepted", counters.accepted());
          json.number("duplicates", counters.duplicates());
          json.number("rejected", counters.rejected());
          json.number("bytes", counters.bytes());
          json.end();
          json.end();
        });
  }
}
