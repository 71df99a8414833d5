package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.kedge.model.HostId;
import dev.kedge.wire.WindowCodec;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of agents through the port, whole ones and hostile ones. */
class IntakeTest {
  private final Instant now = Instant.now().minusSeconds(60);

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
  void theSameUploadTwiceIsADuplicate() {
    HostId host = new HostId("twice");
    assertTaken(running.upload(SampleData.heartbeat(host, now)), false);
    assertTaken(running.upload(SampleData.window(host, 1, now)), false);
    assertTaken(running.upload(SampleData.window(host, 1, now)), true);
    assertTaken(running.upload(SampleData.vitals(host, 1, now)), false);
    assertTaken(running.upload(SampleData.vitals(host, 1, now)), true);
    var occurrence = SampleData.occurrence(host, 5, now, "WARNING in twice");
    assertTaken(running.upload(occurrence), false);
    assertTaken(running.upload(occurrence), true);
    assertThat(running.json("/api/v1/hosts/twice").get("live").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeat", "windows", "vitals", "reports"})
  void garbageIsRefused(String kind) {
    Random random = new Random(42);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      assertProblem(running.uploadRaw(kind, SampleData.HOST, bytes), 400, "");
      assertProblem(running.upload(kind, SampleData.HOST, bytes), 400, "");
    }
  }

  @Test
  void everyCutOfAnUploadIsRefused() {
    byte[] whole = SampleData.zstd(WindowCodec.encode(SampleData.window(SampleData.HOST, 9, now)));
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertProblem(running.uploadRaw("windows", SampleData.HOST, cut), 400, "");
    }
    assertProblem(
        running.uploadRaw("windows", SampleData.HOST, Arrays.copyOf(whole, whole.length - 1)),
        400,
        "damaged or cut off");
  }

  @Test
  void aBodyShorterThanItsContentLengthIsRefused() throws IOException {
    String answer =
        running.raw(
            """
            POST /api/v1/hosts/h/windows HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/x-protobuf\r
            Content-Length: 9000000000\r
            Connection: close\r
            \r
            abc\
            """);
    assertThat(answer).contains(" 413 ").contains("problem+json");
  }

  @Test
  void compressedAndDecompressedSizesAreBounded() {
    byte[] bomb = Zstd.compress(new byte[100 << 20], 3);
    assertThat(bomb.length).isLessThan(20_000);
    assertProblem(running.uploadRaw("windows", SampleData.HOST, bomb), 413, "bytes decoded");
    byte[] noise = new byte[(8 << 20) + 1];
    new Random(1).nextBytes(noise);
    // Announced by Content-Length, and sent in chunks without one.
    assertProblem(running.uploadRaw("windows", SampleData.HOST, noise), 413, "bytes as sent");
    HttpResponse<byte[]> chunked =
        running.send(
            running
                .request("/api/v1/hosts/h/windows")
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(noise)))
                .build());
    assertProblem(chunked, 413, "bytes as sent");
  }

  @Test
  void aZstdWindowOfGigabytesIsRefused() {
    // RFC 8878 section 3.1.1: magic, a frame header with the largest window (2^41 bytes and more),
    // and one empty last block.
    byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x00, (byte) 0xF8, 0x01, 0x00, 0x00};
    assertProblem(running.uploadRaw("windows", SampleData.HOST, frame), 400, "");
  }

  @Test
  void pathAndMessageNameTheSameHost() {
    byte[] message = WindowCodec.encode(SampleData.window(SampleData.HOST, 1, now));
    assertProblem(running.upload("windows", new HostId("other"), message), 400, "the host other");
  }

  @Test
  void aWindowOfTheFutureIsRefused() {
    Instant future = Instant.now().plusSeconds(3 * 86_400);
    assertProblem(
        running.upload(SampleData.window(SampleData.HOST, 1, future)), 400, "compare the clocks");
  }

  @Test
  void mediaTypeAndCodingAreChecked() {
    var request = running.request("/api/v1/hosts/h/windows");
    assertProblem(
        running.send(request.copy().POST(BodyPublishers.ofString("x")).build()),
        415,
        "application/x-protobuf");
    HttpResponse<byte[]> unknown =
        running.send(
            request
                .copy()
                .header("Content-Type", "application/x-protobuf; v=1")
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("x"))
                .build());
    assertProblem(unknown, 400, "a Content-Encoding other than zstd and gzip");
  }

  @Test
  void hostNamesInPathsAreChecked() {
    for (String name : List.of("-x", "a%20b", "%2e%2e", "x".repeat(254))) {
      HttpResponse<byte[]> response =
          running.send(
              running
                  .request("/api/v1/hosts/" + name + "/windows")
                  .header("Content-Type", "application/x-protobuf")
                  .POST(BodyPublishers.noBody())
                  .build());
      assertThat(response.statusCode()).isIn(400, 404, 405);
    }
  }

  @Test
  void manyHostsAtOnce() throws Exception {
    List<Callable<Integer>> uploads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      HostId host = new HostId("many-" + i % 20);
      int sequence = i / 20;
      uploads.add(() ->
          running
              .upload(SampleData.window(host, sequence, now.plusSeconds(sequence * 10L)))
              .statusCode());
      uploads.add(() -> running.get("/api/v1/hosts").statusCode());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      for (Future<Integer> status : threads.invokeAll(uploads)) {
        assertThat(status.get()).isIn(200, 202);
      }
    }
  }

  private static void assertTaken(HttpResponse<byte[]> response, boolean duplicate) {
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(202);
    assertThat(RunningServer.tree(response).get("duplicate").booleanValue()).isEqualTo(duplicate);
  }

  private static void assertProblem(HttpResponse<byte[]> response, int status, String detail) {
    assertThat(response.statusCode()).as(RunningServer.text(response)).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(RunningServer.tree(response).get("detail").stringValue()).contains(detail);
  }
}
