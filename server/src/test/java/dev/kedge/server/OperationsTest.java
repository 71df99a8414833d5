package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.HostId;
import dev.kedge.server.intake.IntakeLimits;
import dev.kedge.store.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics, health, bounds in time and number, start and stop. */
class OperationsTest {
  private static final String SLOW_HEAD =
      """
      POST /api/v1/hosts/slow/windows HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/x-protobuf\r
      Content-Length: 1000\r
      \r
      """;

  @TempDir Path directory;

  @Test
  void metricsTellWhatHappened() {
    try (RunningServer running = RunningServer.in(directory)) {
      HostId host = new HostId("metrics");
      running.upload(SampleData.heartbeat(host, Instant.now()));
      running.upload(SampleData.window(host, 1, Instant.now().minusSeconds(20)));
      running.upload(SampleData.window(host, 1, Instant.now().minusSeconds(20)));
      running.uploadRaw("windows", host, new byte[] {1, 2, 3});
      running.get("/api/v1/hosts/metrics");
      HttpResponse<byte[]> response = running.get("/metrics");
      assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
      assertThat(RunningServer.text(response))
          .contains(
              "kedge_hosts_live 1.0",
              "kedge_intake_uploads_total{kind=\"windows\",result=\"accepted\"} 1.0",
              "kedge_intake_uploads_total{kind=\"windows\",result=\"duplicate\"} 1.0",
              "kedge_intake_uploads_total{kind=\"windows\",result=\"rejected\"} 1.0",
              "kedge_http_requests_total{method=\"POST\",route=\"/api/v1/hosts/{host}/windows\",status=\"400\"}"
                  + " 1.0",
              "kedge_http_request_duration_seconds_bucket{route=\"/api/v1/hosts/{host}\",le=\"+Inf\"}"
                  + " 1",
              "kedge_store_bytes{part=\"journal\"}",
              "kedge_store_quarantined_files_total 0.0",
              "jvm_memory_used_bytes{area=\"heap\"}",
              "jvm_gc_collections_total",
              "process_cpu_seconds_total");
      var intake = running.json("/api/v1/status").get("intake");
      assertThat(intake.get("accepted").intValue()).isEqualTo(2);
      assertThat(intake.get("duplicates").intValue()).isEqualTo(1);
      assertThat(intake.get("rejected").intValue()).isEqualTo(1);
    }
  }

  @Test
  void aLargeAnswerIsCompressedForThoseWhoTakeIt() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      HttpResponse<byte[]> health = running.get("/healthz");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.headers().firstValue("Content-Encoding")).isEmpty();
      HostId host = new HostId("large");
      running.upload(SampleData.heartbeat(host, Instant.now()));
      Instant start = Instant.now().minusSeconds(40_000);
      for (int i = 0; i < 60; i++) {
        running.upload(SampleData.vitals(host, i, start.plusSeconds(i * 600L)));
      }
      String path =
          "/api/v1/hosts/large/vitals?points=5000&from=%d&to=%d"
              .formatted(start.toEpochMilli(), Instant.now().toEpochMilli());
      HttpResponse<byte[]> plain = running.get(path);
      HttpResponse<byte[]> compressed =
          running.send(running.request(path).header("Accept-Encoding", "gzip").build());
      assertThat(plain.body().length).isGreaterThan(32 * 1024);
      assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(compressed.headers().firstValue("Vary")).contains("Accept-Encoding");
      try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.body());
      }
      assertThat(compressed.body().length).isLessThan(plain.body().length / 3);
    }
  }

  @Test
  void aBodyThatTricklesInIsGivenUp() throws Exception {
    IntakeLimits limits =
        new IntakeLimits(
            8 << 20, 1 << 20, 1, 1 << 20, 1, Duration.ofSeconds(1), Duration.ofMillis(200));
    ServerConfig config = ServerConfig.local(0);
    config = config.withLimits(config.limits().withIntake(limits));
    try (RunningServer running = new RunningServer(directory, config, "pages-sample/");
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), running.server.port())) {
      HostId host = new HostId("slow");
      slow.setSoTimeout(20_000);
      slow.getOutputStream().write(SLOW_HEAD.getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      // The only place is taken: the next one is told to come back.
      awaitBusy(running, host);
      for (int i = 0; i < 20; i++) {
        try {
          slow.getOutputStream().write('x');
          slow.getOutputStream().flush();
        } catch (IOException e) {
          break;
        }
        Thread.sleep(100);
      }
      String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408").contains("did not arrive within 1 seconds");
      assertThat(running.upload(SampleData.window(host, 1, Instant.now())).statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void aConnectionThatStandsStillIsCut() throws Exception {
    IntakeLimits limits =
        new IntakeLimits(
            8 << 20, 1 << 20, 4, 1 << 20, 1, Duration.ofMillis(200), Duration.ofSeconds(1));
    ServerConfig config = ServerConfig.local(0);
    config =
        config.withLimits(config.limits().withIntake(limits).withTimeouts(Duration.ofSeconds(1)));
    try (RunningServer running = new RunningServer(directory, config, "pages-sample/")) {
      // Each read ends with the connection; a server that waited would end the test by its timeout.
      assertThat(running.raw(SLOW_HEAD + "abc")).doesNotContain("202");
      assertThat(running.raw("GET / HTTP/1.1\r\nHost: loc")).doesNotContain("200");
      assertThat(running.raw("GET / HT")).doesNotContain("200");
      assertThat(running.raw("")).isEmpty();
      assertThat(running.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFullStoreSaysSoAndKeepsWhatItAcknowledged() {
    StoreConfig standard = StoreConfig.in(directory);
    StoreConfig tiny =
        new StoreConfig(
            directory,
            standard.retentionAge(),
            standard.retentionBytes(),
            standard.detailAge(),
            Duration.ofHours(1),
            4000,
            4000,
            1,
            standard.queryMemoryBytes(),
            1,
            1);
    try (RunningServer running = new RunningServer(tiny, ServerConfig.local(0), "pages-sample/")) {
      HostId host = new HostId("full");
      running.upload(SampleData.heartbeat(host, Instant.now()));
      Instant start = Instant.now().minusSeconds(1000);
      int taken = 0;
      HttpResponse<byte[]> refused = running.get("/healthz");
      for (int i = 0; i < 200 && refused.statusCode() != 507; i++) {
        refused = running.upload(SampleData.window(host, i, start.plusSeconds(10L * (i % 90))));
        taken += refused.statusCode() == 202 ? 1 : 0;
      }
      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
      var coverage =
          running.json(
              "/api/v1/hosts/full/coverage?from=%d&to=%d"
                  .formatted(start.toEpochMilli(), Instant.now().toEpochMilli()));
      assertThat(coverage.get("starts").size()).isEqualTo(taken).isPositive();
    }
  }

  private static void awaitBusy(RunningServer running, HostId host) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      HttpResponse<byte[]> response = running.upload(SampleData.window(host, 9, Instant.now()));
      if (response.statusCode() == 503) {
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the slow upload never took the only place");
  }

  @Test
  void whatIsNoHttpIsRefusedWithAProblem() throws IOException {
    try (RunningServer running = RunningServer.in(directory)) {
      assertThat(running.raw("GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n"))
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json");
      refused(running, "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      refused(
          running, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(40_000) + "\r\n\r\n");
      refused(running, "\0".repeat(100_000));
      assertThat(running.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  /** The connection may be reset before the answer is read: the server does not read on. */
  private static void refused(RunningServer running, String request) {
    try {
      assertThat(running.raw(request)).matches("(?s)|HTTP/1.1 4.*");
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
    }
  }

  @Test
  void aTakenPortIsNamed() {
    try (RunningServer running = RunningServer.in(directory)) {
      ServerConfig config = ServerConfig.local(running.server.port());
      assertThatThrownBy(() ->
              KedgeServer.start(config, running.store, java.time.InstantSource.system()).close())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("port " + running.server.port())
          .hasMessageContaining("--port");
    }
  }

  @Test
  void stoppingTwiceIsStoppingOnce() {
    RunningServer running = RunningServer.in(directory);
    assertThat(running.server.url()).isEqualTo("http://127.0.0.1:" + running.server.port() + "/");
    running.server.close();
    running.close();
    assertThatThrownBy(
            () -> new Socket(InetAddress.getLoopbackAddress(), running.server.port()).close())
        .isInstanceOf(IOException.class);
  }
}
