package dev.kedge.server.merge;

import dev.kedge.patches.CommitId;
import dev.kedge.server.http.ProblemException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what GitHub and GitLab send about a pull or merge request. The state it describes decides,
 * not the order of events: each carries all of it, so that one that was lost is made good by the
 * next.
 */
final class HookReader {
  private static final int MAX_TITLE = 300;
  private static final int MAX_AUTHOR = 100;
  private static final Set<String> AGAIN = Set.of("open", "opened", "reopen", "reopened");

  private final String branch;
  private final String label;

  /** For requests into this branch that carry this label. */
  HookReader(String branch, String label) {
    this.branch = branch;
    this.label = label;
  }

  /**
   * Reads an event of GitHub.
   *
   * @param event the header X-GitHub-Event
   * @param body of the type application/json
   * @throws ProblemException 400 when it is none
   */
  HookEvent gitHub(String event, byte[] body) {
    if (!event.equals("pull_request")) {
      return new HookEvent.Ignored("not about a pull request");
    }
    JsonNode root = tree(body);
    JsonNode request = root.path("pull_request");
    String number = number(request.path("number"));
    if (!request.at("/base/ref").asString("").equals(branch)) {
      return new HookEvent.Ignored("another branch");
    }
    String source = "github#" + number;
    if (!request.path("state").asString("").equals("open")) {
      return new HookEvent.Gone(source, "the pull request is closed");
    }
    if (request.path("draft").asBoolean(false)) {
      return new HookEvent.Gone(source, "the pull request is a draft");
    }
    if (!labelled(request.path("labels"), "name")) {
      return new HookEvent.Gone(source, "the label was taken away");
    }
    String action = root.path("action").asString("");
    boolean labelledNow =
        action.equals("labeled") && root.at("/label/name").asString("").equals(label);
    return new HookEvent.Ready(
        source,
        cut(request.path("title").asString(""), MAX_TITLE),
        cut(request.at("/user/login").asString(""), MAX_AUTHOR),
        head(request.at("/head/sha")),
        "refs/pull/" + number + "/head",
        labelledNow || AGAIN.contains(action));
  }

  /**
   * Reads an event of GitLab.
   *
   * @param body of the type application/json
   * @throws ProblemException 400 when it is none
   */
  HookEvent gitLab(byte[] body) {
    JsonNode root = tree(body);
    if (!root.path("object_kind").asString("").equals("merge_request")) {
      return new HookEvent.Ignored("not about a merge request");
    }
    JsonNode request = root.path("object_attributes");
    String number = number(request.path("iid"));
    if (!request.path("target_branch").asString("").equals(branch)) {
      return new HookEvent.Ignored("another branch");
    }
    String source = "gitlab!" + number;
    if (!request.path("state").asString("").equals("opened")) {
      return new HookEvent.Gone(source, "the merge request is closed");
    }
    if (request.path("draft").asBoolean(request.path("work_in_progress").asBoolean(false))) {
      return new HookEvent.Gone(source, "the merge request is a draft");
    }
    if (!labelled(root.path("labels"), "title")) {
      return new HookEvent.Gone(source, "the label was taken away");
    }
    JsonNode labels = root.at("/changes/labels");
    boolean labelledNow =
        labelled(labels.path("current"), "title") && !labelled(labels.path("previous"), "title");
    return new HookEvent.Ready(
        source,
        cut(request.path("title").asString(""), MAX_TITLE),
        cut(root.at("/user/username").asString(""), MAX_AUTHOR),
        head(request.at("/last_commit/id")),
        "refs/merge-requests/" + number + "/head",
        labelledNow || AGAIN.contains(request.path("action").asString("")));
  }

  private boolean labelled(JsonNode labels, String field) {
    return labels.valueStream().anyMatch(one -> one.path(field).asString("").equals(label));
  }

  private static String number(JsonNode node) {
    if (!node.canConvertToLong() || node.asLong() < 1) {
      throw ProblemException.badRequest("the body names no merge request by its number");
    }
    return Long.toString(node.asLong());
  }

  private static CommitId head(JsonNode node) {
    String hex = node.asString("");
    if (!CommitId.isId(hex)) {
      throw ProblemException.badRequest("the body names no commit as the request's head");
    }
    return new CommitId(hex);
  }

  private static String cut(String text, int most) {
    String line = text.strip();
    return line.length() <= most ? line : line.substring(0, most);
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(body);
      if (!tree.isObject()) {
        throw ProblemException.badRequest("the body is no JSON object");
      }
      return tree;
    } catch (JacksonException e) {
      throw ProblemException.badRequest("the body is no JSON");
    }
  }
}
