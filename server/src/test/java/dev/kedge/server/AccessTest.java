package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, through the port. */
class AccessTest {
  private static final String READ = "read-0123456789abcdef";
  private static final String AGENT = "agent-0123456789abcdef";

  @TempDir Path directory;

  @Test
  void otherNamesForLoopbackAreRefused() throws IOException {
    try (RunningServer running = RunningServer.in(directory.resolve("store"))) {
      assertThat(running.raw(get("/api/v1/hosts", "evil.example")))
          .startsWith("HTTP/1.1 403")
          .contains("does not name the loopback interface");
      assertThat(running.raw(get("/", "evil.example:7878"))).startsWith("HTTP/1.1 403");
      assertThat(running.raw(get("/healthz", "localhost"))).startsWith("HTTP/1.1 200");
      assertThat(running.raw("GET /api/v1/hosts HTTP/1.1\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 40");
      assertThat(running.raw(get("http://localhost/api/v1/hosts", "evil.example")))
          .startsWith("HTTP/1.1 40");
    }
  }

  @Test
  void pagesOfOtherSitesCannotSend() {
    try (RunningServer running = RunningServer.in(directory.resolve("store"))) {
      var request =
          running
              .request("/api/v1/console?host=h")
              .header("Content-Type", "text/plain")
              .POST(BodyPublishers.ofString("x"));
      assertThat(status(running, request.copy().header("Origin", "https://evil.example").build()))
          .isEqualTo(403);
      assertThat(status(running, request.copy().header("Sec-Fetch-Site", "cross-site").build()))
          .isEqualTo(403);
      String self = running.server.url().substring(0, running.server.url().length() - 1);
      assertThat(status(running, request.copy().header("Origin", self).build())).isEqualTo(200);
    }
  }

  @Test
  void tokensAndTheirRoles() throws IOException {
    try (RunningServer running =
        new RunningServer(directory.resolve("store"), withTokens(), "pages-sample/")) {
      HttpResponse<byte[]> none = running.get("/api/v1/hosts");
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"kedge\"");
      assertThat(none.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(bearer(running, "/api/v1/hosts", "wrong-0123456789abcdef")).isEqualTo(401);
      assertThat(bearer(running, "/api/v1/hosts", READ)).isEqualTo(200);
      assertThat(bearer(running, "/api/v1/hosts", AGENT)).isEqualTo(403);
      assertThat(bearer(running, "/metrics", READ)).isEqualTo(200);
      assertThat(running.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(running.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(running.get("/").statusCode()).isEqualTo(200);
      var upload = running.request("/api/v1/console?host=h").header("Content-Type", "text/plain");
      upload.POST(BodyPublishers.ofString("x"));
      assertThat(status(running, upload.copy().build())).isEqualTo(401);
      assertThat(status(running, upload.copy().header("Authorization", "Bearer " + READ).build()))
          .isEqualTo(403);
      assertThat(status(running, upload.copy().header("Authorization", "Bearer " + AGENT).build()))
          .isEqualTo(200);
    }
  }

  @Test
  void aTokenFileOpenToOthersStopsTheStart() throws IOException {
    ServerConfig config = withTokens();
    Files.setPosixFilePermissions(
        config.tokenFile().orElseThrow(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(
            () -> new RunningServer(directory.resolve("store"), config, "pages-sample/").close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("chmod 600");
  }

  private ServerConfig withTokens() throws IOException {
    Path file = Files.writeString(directory.resolve("tokens"), "read " + READ + "\nagent " + AGENT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new ServerConfig(
        "0.0.0.0",
        0,
        Optional.of(file),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        ServerLimits.standard());
  }

  private static String get(String target, String host) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(target, host);
  }

  private static int status(RunningServer running, java.net.http.HttpRequest request) {
    return running.send(request).statusCode();
  }

  private static int bearer(RunningServer running, String path, String token) {
    return status(
        running, running.request(path).header("Authorization", "Bearer " + token).build());
  }
}
