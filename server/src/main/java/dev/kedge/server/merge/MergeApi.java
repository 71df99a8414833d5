package dev.kedge.server.merge;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.server.auth.Access;
import dev.kedge.server.http.Call;
import dev.kedge.server.http.Gate;
import dev.kedge.server.http.Problem;
import dev.kedge.server.http.ProblemException;
import dev.kedge.server.http.Route;
import dev.kedge.server.intake.BodyReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The merge queue over HTTP: proposals, webhooks, what became of them, logs. */
public final class MergeApi {
  private static final String ROOT = "/api/v1/merge-queue";
  private static final String PROPOSAL = ROOT + "/proposals/{proposal}";
  private static final int SHOWN = 200;
  private static final int SHOWN_RUNS = 400;
  private static final int MAX_TITLE = 300;
  private static final int MAX_AUTHOR = 100;
  private static final int MAX_RANGE = 2_100;
  private static final int JSON_BYTES = 64 << 10;
  private static final int HOOK_BYTES = 8 << 20;
  private static final int BUNDLE_BYTES = 64 << 20;
  private static final Set<String> KEYS = Set.of("range", "title", "author");
  private static final HeaderName HUB_SIGNATURE = HeaderNames.create("X-Hub-Signature-256");
  private static final HeaderName HUB_EVENT = HeaderNames.create("X-GitHub-Event");
  private static final HeaderName LAB_TOKEN = HeaderNames.create("X-Gitlab-Token");

  private final Optional<MergeRoom> room;
  private final BodyReader proposalBody = reader(JSON_BYTES);
  private final BodyReader hookBody = reader(HOOK_BYTES);
  private final BodyReader bundleBody = reader(BUNDLE_BYTES);

  /** Over a queue, or over none: then everything but the question whether there is one is 404. */
  public MergeApi(Optional<MergeRoom> room) {
    this.room = room;
  }

  private static BodyReader reader(int bytes) {
    return new BodyReader(bytes, bytes, Duration.ofMinutes(1));
  }

  /**
   * The routes.
   *
   * @param queries the bound of what is only read
   */
  public List<Route> routes(Gate queries) {
    Gate intake = Gate.of("proposals", 2, Duration.ofSeconds(5));
    Gate hooks = Gate.of("webhooks", 2, Duration.ofSeconds(5));
    List<String> none = List.of();
    List<String> bundle = List.of("ref", "title", "author");
    return List.of(
        new Route(Method.GET, ROOT, Access.READ, queries, none, this::overview),
        new Route(Method.POST, ROOT + "/proposals", Access.MERGE, intake, none, this::propose),
        new Route(Method.POST, ROOT + "/bundles", Access.MERGE, intake, bundle, this::bundle),
        new Route(Method.GET, PROPOSAL, Access.READ, queries, none, this::proposal),
        new Route(Method.POST, PROPOSAL + "/withdraw", Access.MERGE, intake, none, this::withdraw),
        new Route(Method.POST, ROOT + "/resume", Access.MERGE, intake, none, this::resume),
        new Route(Method.GET, ROOT + "/runs/{run}/log", Access.READ, queries, none, this::log),
        new Route(Method.POST, ROOT + "/hooks/github", Access.OPEN, hooks, none, this::gitHub),
        new Route(Method.POST, ROOT + "/hooks/gitlab", Access.OPEN, hooks, none, this::gitLab));
  }

  private MergeRoom here() {
    return room.orElseThrow(() ->
        ProblemException.notFound(
            "this server has no merge queue; start it with --queue-repo, --queue-branch and"
                + " --queue-checks"));
  }

  private void overview(Call call) {
    call.json(
        200,
        json -> {
          if (room.isEmpty()) {
            MergeJson.none(json);
          } else {
            MergeJson.overview(json, room.get(), SHOWN, SHOWN_RUNS);
          }
        });
  }

  private void proposal(Call call) {
    MergeBoard board = here().board();
    ProposalEntry entry = board.proposal(call.number("proposal"));
    List<RunEntry> runs = board.runsOf(entry.id());
    call.json(200, json -> MergeJson.proposal(json, entry, runs));
  }

  private void log(Call call) {
    byte[] log = here().board().log(call.number("run"));
    call.set(HeaderNames.CACHE_CONTROL, "no-store");
    call.bytes(200, "text/plain; charset=utf-8", log);
  }

  private void propose(Call call) {
    ProposalIntake intake = here().intake();
    requireType(call, "application/json");
    JsonNode body = object(proposalBody.read(call));
    for (String key : body.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw ProblemException.badRequest(
            "unknown key \"%s\"; known here: author, range, title"
                .formatted(Printable.of(key, 60)));
      }
    }
    String range = text(body, "range", MAX_RANGE);
    String title = text(body, "title", MAX_TITLE);
    String author = text(body, "author", MAX_AUTHOR);
    if (range.isEmpty() || title.isEmpty()) {
      throw ProblemException.badRequest("a range and a title are needed");
    }
    taken(call, understood(() -> intake.range(range, title, author)));
  }

  private void bundle(Call call) {
    ProposalIntake intake = here().intake();
    requireType(call, "application/x-git-bundle");
    Optional<String> ref = call.query().text("ref", 300);
    String title = call.query().required("title", MAX_TITLE);
    String author = call.query().text("author", MAX_AUTHOR).orElse("");
    byte[] bytes = bundleBody.read(call);
    taken(call, understood(() -> intake.bundle(bytes, ref, title, author)));
  }

  private static void taken(Call call, MergeBoard.Added added) {
    call.json(202, json -> MergeJson.added(json, added));
  }

  private void withdraw(Call call) {
    ProposalEntry entry =
        here().board().withdraw(call.number("proposal"), "withdrawn through the API");
    call.json(200, json -> MergeJson.proposal(json, entry, List.of()));
  }

  private void resume(Call call) {
    here().board().resume();
    overview(call);
  }

  private void gitHub(Call call) {
    MergeRoom queue = here();
    requireType(call, "application/json");
    byte[] body = hookBody.read(call);
    if (!queue.secrets().fromGitHub(body, call.header(HUB_SIGNATURE).orElse(""))) {
      throw new ProblemException(
          new Problem(401, "X-Hub-Signature-256 is not the body's under the secret known here"));
    }
    heard(call, queue, reader(queue).gitHub(call.header(HUB_EVENT).orElse(""), body));
  }

  private void gitLab(Call call) {
    MergeRoom queue = here();
    requireType(call, "application/json");
    if (!queue.secrets().fromGitLab(call.header(LAB_TOKEN).orElse(""))) {
      throw new ProblemException(new Problem(401, "X-Gitlab-Token is not the one known here"));
    }
    heard(call, queue, reader(queue).gitLab(hookBody.read(call)));
  }

  private static HookReader reader(MergeRoom queue) {
    return new HookReader(queue.settings().branch(), queue.settings().label());
  }

  private static void heard(Call call, MergeRoom queue, HookEvent event) {
    switch (event) {
      case HookEvent.Ignored(String why) ->
          call.json(202, json -> MergeJson.heard(json, Optional.empty(), "ignored: " + why));
      case HookEvent.Gone(String source, String why) -> {
        Optional<ProposalEntry> entry = queue.board().withdraw(source, why);
        call.json(202, json -> MergeJson.heard(json, entry, why));
      }
      case HookEvent.Ready ready -> {
        MergeBoard.Added added =
            queue
                .board()
                .add(
                    ready.source(),
                    ready.title(),
                    ready.author(),
                    ready.head(),
                    Optional.of(ready.ref()),
                    ready.again());
        call.json(
            202,
            json ->
                MergeJson.heard(
                    json,
                    Optional.of(added.entry()),
                    added.duplicate() ? "known already" : "in the queue"));
      }
    }
  }

  private static void requireType(Call call, String type) {
    if (!call.mediaType().equals(type)) {
      throw new ProblemException(new Problem(415, "the Content-Type is " + type));
    }
  }

  private static JsonNode object(byte[] body) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(body);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    throw ProblemException.badRequest("the body is no JSON object");
  }

  private static String text(JsonNode body, String key, int most) {
    JsonNode value = body.path(key);
    if (value.isMissingNode()) {
      return "";
    }
    if (!value.isString() || value.stringValue().length() > most) {
      throw ProblemException.badRequest(
          "%s: a text of at most %d characters is needed".formatted(key, most));
    }
    return value.stringValue();
  }

  private static <T> T understood(Supplier<T> work) {
    try {
      return work.get();
    } catch (PatchesException e) {
      throw ProblemException.badRequest(Printable.of(String.valueOf(e.getMessage()), 600));
    }
  }
}
