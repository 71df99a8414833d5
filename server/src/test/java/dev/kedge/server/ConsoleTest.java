package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Console logs sent in by people and scripts. */
class ConsoleTest {
  private static final String LOG =
      """
      [    1.000000] systemd[1]: Started <img src=x onerror=alert(1)>.
      [   12.345678] ------------[ cut here ]------------
      [   12.345680] WARNING: CPU: 1 PID: 4242 at mm/sample.c:77 sample_unpin+0x5a/0x90
      [   12.345690] Modules linked in: <script>alert(document.domain)</script>
      [   12.345700] CPU: 1 UID: 0 PID: 4242 Comm: </pre><b>x Not tainted 6.18.44-test #1
      [   12.345710] RIP: 0010:sample_unpin+0x5a/0x90
      [   12.345720] Call Trace:
      [   12.345730]  <TASK>
      [   12.345740]  sample_release+0x11/0x40
      [   12.345750]  do_syscall_64+0x64/0x130
      [   12.345760]  </TASK>
      [   12.345770] ---[ end trace 0000000000000000 ]---
      """;

  @TempDir static Path directory;
  private static RunningServer running;

  @BeforeAll
  static void start() {
    running = RunningServer.in(directory);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aLogBecomesAnIssueOnce() {
    JsonNode first = reports(post("host=lab-1&name=run.log", LOG.getBytes(StandardCharsets.UTF_8)));
    assertThat(first.size()).isEqualTo(1);
    assertThat(first.get(0).get("title").stringValue()).contains("sample_unpin");
    assertThat(first.get(0).get("newIssue").booleanValue()).isTrue();
    assertThat(first.get(0).get("duplicate").booleanValue()).isFalse();
    assertThat(first.get(0).get("startLine").intValue()).isBetween(2, 3);

    JsonNode again = reports(post("host=lab-1&name=run.log", LOG.getBytes(StandardCharsets.UTF_8)));
    assertThat(again.get(0).get("duplicate").booleanValue()).isTrue();
    assertThat(again.get(0).get("issue")).isEqualTo(first.get(0).get("issue"));

    long issue = first.get(0).get("issue").longValue();
    HttpResponse<byte[]> occurrences = running.get("/api/v1/issues/" + issue + "/occurrences");
    JsonNode occurrence = RunningServer.tree(occurrences).get("occurrences").get(0);
    assertThat(occurrence.get("source").stringValue()).isEqualTo("run.log");
    assertThat(occurrence.get("atIsExact").booleanValue()).isFalse();
    // The text comes back as it was, as data: never as a page.
    assertThat(occurrence.get("text").stringValue()).contains("<script>alert(document.domain)");
    assertThat(occurrences.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(occurrences.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void gzipIsTaken() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(LOG.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = out.toByteArray();
    var request =
        running
            .request("/api/v1/console?host=lab-2&name=z.gz")
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("Content-Encoding", "gzip");
    assertThat(
            reports(running.send(request.copy().POST(BodyPublishers.ofByteArray(bytes)).build()))
                .size())
        .isEqualTo(1);
    HttpResponse<byte[]> cut =
        running.send(
            request
                .copy()
                .POST(BodyPublishers.ofByteArray(Arrays.copyOf(bytes, bytes.length - 5)))
                .build());
    assertThat(cut.statusCode()).isEqualTo(400);
  }

  @Test
  void garbageHoldsNoReport() {
    byte[] noise = new byte[1 << 20];
    new Random(3).nextBytes(noise);
    assertThat(reports(post("host=lab-3", noise)).size()).isZero();
    assertThat(reports(post("host=lab-3", new byte[0])).size()).isZero();
  }

  @Test
  void aGzipBombEndsAtTheBound() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        gzip.write(zeros);
      }
    }
    HttpResponse<byte[]> response =
        running.send(
            running
                .request("/api/v1/console?host=lab-4")
                .header("Content-Type", "text/plain")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(out.toByteArray()))
                .build());
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void theHostIsNeeded() {
    assertThat(post("name=x", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post("host=%0d%0aX", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post("host=a&hots=b", new byte[0]).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<byte[]> post(String query, byte[] log) {
    return running.send(
        running
            .request("/api/v1/console?" + query)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(log))
            .build());
  }

  private static JsonNode reports(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(200);
    return RunningServer.tree(response).get("reports");
  }
}
