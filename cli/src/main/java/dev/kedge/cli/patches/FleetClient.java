package dev.kedge.cli.patches;

import dev.kedge.model.Printable;
import dev.kedge.patches.fleet.FleetIssue;
import dev.kedge.patches.fleet.FleetIssues;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server for its fleet's issues, in the fleet's order, with their newest report each. */
final class FleetClient {
  private static final int MOST_ISSUES = 1_000;

  /** Of the first so many the frame and a report are asked for too: two requests each. */
  private static final int MOST_DETAILED = 200;

  private static final int MAX_ANSWER = 16 << 20;

  private final URI server;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  FleetClient(URI server, Optional<String> token) {
    this.server = server.toString().endsWith("/") ? server : URI.create(server + "/");
    this.token = token;
  }

  /**
   * The issues.
   *
   * @throws IOException when the server cannot be asked, or refuses
   */
  List<FleetIssue> issues() throws IOException {
    List<FleetIssue> issues = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent() && issues.size() < MOST_ISSUES) {
      String cursor = next.get().isEmpty() ? "" : "&cursor=" + encoded(next.get());
      JsonNode page = get("api/v1/issues?limit=200" + cursor);
      for (JsonNode issue : page.path("issues")) {
        issues.add(
            FleetIssues.issue(
                issues.size() < MOST_DETAILED && issue instanceof ObjectNode known
                    ? detailed(known)
                    : issue));
      }
      next = Optional.of(page.path("next").asString("")).filter(text -> !text.isEmpty());
    }
    return issues;
  }

  private JsonNode detailed(ObjectNode issue) throws IOException {
    String path = "api/v1/issues/" + issue.path("issue").asLong();
    JsonNode page = get(path);
    issue.set("alternativeTitles", page.path("alternativeTitles"));
    issue.put("frame", page.path("frame").asString(""));
    JsonNode newest = get(path + "/occurrences?limit=1").path("occurrences").path(0);
    issue.put("text", newest.path("text").asString(""));
    return issue;
  }

  private JsonNode get(String path) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofMinutes(1));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER);
        if (answer.statusCode() != 200) {
          String said = new String(bytes, StandardCharsets.UTF_8);
          throw new IOException(
              "%s answers %d: %s".formatted(server, answer.statusCode(), Printable.of(said, 400)));
        }
        return JsonMapper.shared().readTree(bytes);
      }
    } catch (JacksonException e) {
      throw new IOException(server + " answers no JSON: is it a Kedge server?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
