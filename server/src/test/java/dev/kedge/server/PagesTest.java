package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser app's files. */
class PagesTest {
  private static final String ASSET = "/assets/index-4f1a9c.js";

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
  void theIndexIsCheckedEachTimeAndAssetsAreKeptForEver() {
    HttpResponse<byte[]> index = running.get("/");
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(header(index, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(index, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(index, "Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(header(index, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(index, "Referrer-Policy")).isEqualTo("same-origin");

    HttpResponse<byte[]> asset = running.get(ASSET);
    assertThat(header(asset, "Content-Type")).startsWith("text/javascript");
    assertThat(header(asset, "Cache-Control")).contains("immutable");
    HttpResponse<byte[]> again =
        running.send(
            running
                .request(ASSET)
                .header("If-None-Match", "\"other\", W/" + header(asset, "ETag"))
                .build());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void aPathOfTheAppGetsTheIndex() {
    for (String path : List.of("/hosts/db-7.example?from=1&from=2&x", "/issues/12", "/issues")) {
      HttpResponse<byte[]> page =
          running.send(running.request(path).header("Accept", "text/html,*/*;q=0.8").build());
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(RunningServer.text(page)).contains("Pages sample");
    }
  }

  @Test
  void nothingElseIsServed() {
    for (String path :
        List.of(
            "/assets/none.js",
            "/none.css",
            "/..%2fpages-sample/index.html",
            "/%2e%2e/dev/kedge/server/openapi.yaml",
            "/assets%2findex-4f1a9c.js%00.css",
            "/dev/kedge/server/KedgeServer.class",
            "/assets/",
            "/assets")) {
      HttpResponse<byte[]> response = running.get(path);
      assertThat(response.statusCode()).as(path).isIn(400, 404);
      assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    }
    HttpResponse<byte[]> post =
        running.send(running.request("/").POST(BodyPublishers.ofString("x")).build());
    assertThat(post.statusCode()).isIn(404, 405);
  }

  @Test
  void headHasNoBody() {
    for (String path : List.of("/", ASSET, "/healthz", "/api/v1/hosts")) {
      HttpResponse<byte[]> head =
          running.send(running.request(path).method("HEAD", BodyPublishers.noBody()).build());
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void assetsAreSentCompressedToThoseWhoTakeIt() {
    HttpResponse<byte[]> plain = running.get(ASSET);
    HttpResponse<byte[]> compressed =
        running.send(running.request(ASSET).header("Accept-Encoding", "br, gzip").build());
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.body().length).isLessThan(plain.body().length / 4);
    HttpResponse<byte[]> refused =
        running.send(running.request(ASSET).header("Accept-Encoding", "gzip;q=0").build());
    assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void withoutTheAppTheIndexSaysHowToBuildIt(@TempDir Path other) {
    try (RunningServer bare = new RunningServer(other, ServerConfig.local(0), "no-pages/")) {
      HttpResponse<byte[]> index =
          bare.send(bare.request("/").header("Accept", "text/html").build());
      assertThat(index.statusCode()).isEqualTo(200);
      assertThat(RunningServer.text(index)).contains("not built", "./kedge up");
    }
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
