package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's HTTP API as a script would call it. */
final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final URI base;

  Api(URI base) {
    this.base = base;
  }

  /** What a GET of this path answers; anything but 200 is a failure. */
  JsonNode get(String path) {
    HttpResponse<String> response = send(request(path).GET().build());
    if (response.statusCode() != 200) {
      throw new AssertionError(
          "GET %s: %d %s".formatted(path, response.statusCode(), response.body()));
    }
    return JsonMapper.shared().readTree(response.body());
  }

  /** The same, empty for 404. */
  Optional<JsonNode> find(String path) {
    HttpResponse<String> response = send(request(path).GET().build());
    return response.statusCode() == 404
        ? Optional.empty()
        : Optional.of(JsonMapper.shared().readTree(response.body()));
  }

  /** Status and body of a GET. */
  HttpResponse<String> raw(String path) {
    return send(request(path).GET().build());
  }

  /** Uploads a console log; the answer lists its reports. */
  JsonNode console(String host, String name, String log) {
    HttpResponse<String> response =
        send(
            request("/api/v1/console?host=" + encoded(host) + "&name=" + encoded(name))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(log))
                .build());
    if (response.statusCode() != 200) {
      throw new AssertionError(
          "POST console: %d %s".formatted(response.statusCode(), response.body()));
    }
    return JsonMapper.shared().readTree(response.body());
  }

  /** Posts a JSON document; the answer must be a success. */
  JsonNode post(String path, Object document) {
    HttpResponse<String> response =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(document)))
                .build());
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(
          "POST %s: %d %s".formatted(path, response.statusCode(), response.body()));
    }
    return JsonMapper.shared().readTree(response.body());
  }

  /**
   * Sends a protobuf message as an agent does; the status of the answer.
   *
   * @throws IOException when the connection breaks or the server is gone
   */
  int upload(String host, String kind, byte[] zstd) throws IOException, InterruptedException {
    return CLIENT
        .send(
            request("/api/v1/hosts/" + encoded(host) + "/" + kind)
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "zstd")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zstd))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** The one host an agent of {@code kedge up} reports, once it has. */
  String firstHost(Duration longest) {
    return Patience.until(
        longest,
        "the agent's first heartbeat",
        () ->
            Optional.ofNullable(get("/api/v1/hosts").path("hosts").get(0))
                .map(host -> host.path("host").asString()));
  }

  /** The query part of a time range. */
  static String range(Instant from, Instant to) {
    return "from=" + from.toEpochMilli() + "&to=" + to.toEpochMilli();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(LONGEST);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
