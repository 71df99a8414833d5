package dev.kedge.cli.patches;

import dev.kedge.cli.ServerQuestions;
import dev.kedge.patches.fleet.FleetIssue;
import dev.kedge.patches.fleet.FleetIssues;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server for its fleet's issues, in the fleet's order, with their newest report each. */
final class FleetClient {
  private static final int MOST_ISSUES = 1_000;

  /** Of the first so many the frame and a report are asked for too: two requests each. */
  private static final int MOST_DETAILED = 200;

  private final URI server;
  private final Optional<String> token;

  FleetClient(URI server, Optional<String> token) {
    this.server = server;
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
    try (ServerQuestions questions = new ServerQuestions(server, token)) {
      while (next.isPresent() && issues.size() < MOST_ISSUES) {
        String cursor =
            next.get().isEmpty() ? "" : "&cursor=" + ServerQuestions.encoded(next.get());
        JsonNode page = questions.get("issues?limit=200" + cursor);
        for (JsonNode issue : page.path("issues")) {
          issues.add(
              FleetIssues.issue(
                  issues.size() < MOST_DETAILED && issue instanceof ObjectNode known
                      ? detailed(questions, known)
                      : issue));
        }
        next = Optional.of(page.path("next").asString("")).filter(text -> !text.isEmpty());
      }
    }
    return issues;
  }

  private static JsonNode detailed(ServerQuestions questions, ObjectNode issue) throws IOException {
    String path = "issues/" + issue.path("issue").asLong();
    JsonNode page = questions.get(path);
    issue.set("alternativeTitles", page.path("alternativeTitles"));
    issue.put("frame", page.path("frame").asString(""));
    JsonNode newest = questions.get(path + "/occurrences?limit=1").path("occurrences").path(0);
    issue.put("text", newest.path("text").asString(""));
    return issue;
  }
}
