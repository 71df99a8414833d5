package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kedge.model.HostId;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads through a real port to a server that answers what the test tells it to. */
class UploaderTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final AtomicInteger status = new AtomicInteger(202);
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger losses = new AtomicInteger();
  private Optional<HttpServer> server = Optional.empty();
  private int port;

  @BeforeEach
  void start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
    port = http.getAddress().getPort();
    server = Optional.of(http);
  }

  @AfterEach
  void stop() {
    server.ifPresent(http -> http.stop(0));
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Encoding")
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    bodies.add(exchange.getRequestBody().readAllBytes());
    byte[] answer = "{\"detail\":\"said so\"}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status.get(), answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private Uploader uploader(Spool spool) {
    URI base = URI.create("http://127.0.0.1:" + port + "/");
    ServerLink link =
        new ServerLink(base, Optional.of("secret"), new HostId("h1"), Optional.empty());
    return new Uploader(spool, link, losses::incrementAndGet);
  }

  private static long soon() {
    return System.nanoTime() + 5_000_000_000L;
  }

  @Test
  void sendsWhatIsSpooledAndForgetsIt() throws Exception {
    Spool spool = Spool.open(directory, 1 << 20);
    spool.add(UploadKind.WINDOW, ServerLink.compress(MESSAGE));
    spool.add(UploadKind.VITALS, ServerLink.compress(MESSAGE));
    Uploader uploader = uploader(spool);
    uploader.sendWaiting(soon());

    assertThat(requests)
        .containsExactly(
            "POST /api/v1/hosts/h1/windows zstd Bearer secret",
            "POST /api/v1/hosts/h1/vitals zstd Bearer secret");
    assertThat(decompressed(bodies.getFirst())).isEqualTo(MESSAGE);
    assertThat(spool.bytes()).isZero();
    assertThat(uploader.uploadedBytes()).isEqualTo(2L * bodies.getFirst().length);
    assertThat(losses).hasValue(0);
  }

  private static byte[] decompressed(byte[] body) {
    byte[] out = new byte[1000];
    int length = new ZstdJavaDecompressor().decompress(body, 0, body.length, out, 0, out.length);
    return Arrays.copyOf(out, length);
  }

  @Test
  void keepsEverythingWhileTheServerCannotStore() throws Exception {
    Spool spool = Spool.open(directory, 1 << 20);
    spool.add(UploadKind.WINDOW, ServerLink.compress(MESSAGE));
    Uploader uploader = uploader(spool);
    for (int code : new int[] {503, 507, 500, 401, 403}) {
      status.set(code);
      uploader.sendWaiting(soon());
    }
    assertThat(spool.bytes()).isPositive();
    assertThat(spool.dropped()).isZero();

    status.set(202);
    uploader.sendWaiting(soon());
    assertThat(spool.bytes()).isZero();
  }

  @Test
  void givesUpWhatTheServerWillNeverTakeAndSaysSo() throws Exception {
    Spool spool = Spool.open(directory, 1 << 20);
    spool.add(UploadKind.WINDOW, ServerLink.compress(MESSAGE));
    spool.add(UploadKind.VITALS, ServerLink.compress(MESSAGE));
    status.set(400);
    uploader(spool).sendWaiting(soon());

    assertThat(spool.bytes()).isZero();
    assertThat(spool.dropped()).isEqualTo(2);
    assertThat(losses).hasValue(2);
  }

  @Test
  void keepsEverythingWhileNobodyAnswers() throws Exception {
    stop();
    Spool spool = Spool.open(directory, 1 << 20);
    spool.add(UploadKind.REPORTS, ServerLink.compress(MESSAGE));
    uploader(spool).sendWaiting(soon());
    assertThat(spool.bytes()).isPositive();
    assertThat(losses).hasValue(0);
  }
}
