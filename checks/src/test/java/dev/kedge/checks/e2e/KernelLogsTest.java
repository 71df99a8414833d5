package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Kernel logs of machines without an agent, through the real command and ports. */
class KernelLogsTest {
  private static final String CONSOLE = "null-dereference.log";

  @Test
  void filesAndNetconsoleMeetInTheSameIssue(@TempDir Path directory) throws IOException {
    Path packed = directory.resolve("console.log.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(console());
    }
    int port = freePort();
    try (RunningKedge kedge =
        RunningKedge.up("logs", directory.resolve("data"), "--netconsole", "127.0.0.1:" + port)) {
      Command sent =
          Command.kedge(
              "report",
              "--server",
              kedge.address().toString(),
              "--host",
              "crashed-1",
              packed.toString());
      assertThat(sent.exitCode()).as(sent.err()).isZero();
      assertThat(sent.out()).contains("1 reports").contains("(new issue)").contains("/issues/1");
      Command again =
          Command.kedge(
              "report",
              "--server",
              kedge.address().toString(),
              "--host",
              "crashed-1",
              packed.toString());
      assertThat(again.out()).contains("(filed before)");

      send(port, console());
      JsonNode issue =
          Patience.until(
              Duration.ofSeconds(60),
              "the same report by netconsole",
              () ->
                  Optional.of(kedge.api().get("/api/v1/issues/1"))
                      .filter(one -> one.path("hosts").asInt() == 2));
      assertThat(issue.path("perHost").toString()).contains("crashed-1").contains("127.0.0.1");

      for (int i = 0; i < 3; i++) {
        String line =
            "4,%d,%d,-,caller=T9;nvme nvme0: I/O 7 QID 5 timeout, aborting\n"
                .formatted(5000 + i, 900_000_000L + i * 1_000_000L);
        send(port, line.getBytes(UTF_8));
      }
      JsonNode event =
          Patience.until(
              Duration.ofSeconds(60),
              "the event, said three times",
              () ->
                  Optional.ofNullable(
                          kedge.api().get("/api/v1/issues?kind=storage").path("issues").get(0))
                      .map(one ->
                          kedge
                              .api()
                              .get(
                                  "/api/v1/issues/%d/occurrences"
                                      .formatted(one.path("issue").asInt()))
                              .path("occurrences")
                              .get(0))
                      .filter(one -> one.path("times").asInt() == 3));
      assertThat(event.path("lastedSeconds").asInt()).isEqualTo(2);
      assertThat(kedge.api().raw("/metrics").body())
          .contains("kedge_occurrences_total{kind=\"storage\",severity=\"degraded\"} 1.0");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed(@TempDir Path directory) throws IOException {
    Path log = directory.resolve("console.log");
    Files.write(log, console());
    Command sent =
        Command.kedge(
            "report", "--server", "http://127.0.0.1:" + freePort(), "--host", "x", log.toString());
    assertThat(sent.exitCode()).isEqualTo(3);
    assertThat(sent.err()).contains("console.log").containsIgnoringCase("refused");
  }

  /** Line by line, as the kernel's basic netconsole sends them. */
  private static void send(int port, byte[] text) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String line : new String(text, UTF_8).lines().toList()) {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        socket.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      }
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static byte[] console() throws IOException {
    try (InputStream log = KernelLogsTest.class.getResourceAsStream("/e2e/" + CONSOLE)) {
      if (log == null) {
        throw new AssertionError("the resource e2e/" + CONSOLE + " is missing");
      }
      return log.readAllBytes();
    }
  }
}
