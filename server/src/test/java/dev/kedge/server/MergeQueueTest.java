package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.queue.Proposal;
import dev.kedge.patches.queue.QueueCheck;
import dev.kedge.server.merge.MergeSettings;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The merge queue through its port. */
class MergeQueueTest {
  private static final String ROOT = "/api/v1/merge-queue";
  private static final String SECRET = "0123456789abcdef0123";
  private static final String HOSTILE = "<script>alert(1)</script>\u001b[31m\u202e";

  @TempDir Path directory;
  private QueueRepository git;
  private Path secrets;

  @BeforeEach
  void repository() throws IOException {
    git = new QueueRepository(directory.resolve("repo"));
    git.commit("main", "base", "shared", "1\n");
    secrets =
        Files.writeString(
            directory.resolve("secrets"), "github %s\ngitlab %s\n".formatted(SECRET, SECRET));
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void goodProposalsGetInAndTheBadOneIsSentBackWithItsLog() {
    List<String> heads = List.of(git.topic("a", "a"), git.topic("bad", "bad"), git.topic("c", "c"));
    CountDownLatch gate = new CountDownLatch(1);
    try (RunningServer running = running(new NoBadFile(gate), Optional.empty())) {
      for (String head : heads) {
        assertThat(propose(running, "main.." + head, HOSTILE).statusCode()).isEqualTo(202);
      }
      gate.countDown();
      JsonNode queue = settled(running, 3);
      assertThat(states(queue)).containsExactly("merged", "sent-back", "merged");
      assertThat(git.files("main")).contains("a", "c").doesNotContain("bad");
      JsonNode bad = proposal(running, queue, heads.get(1));
      assertThat(bad.get("title").stringValue()).isEqualTo(HOSTILE);
      assertThat(bad.get("reason").stringValue()).contains("check files failed");
      long run = bad.get("runs").get(0).get("id").longValue();
      HttpResponse<byte[]> log = running.get(ROOT + "/runs/" + run + "/log");
      assertThat(RunningServer.text(log)).contains("there is a bad file <b>");
      assertThat(log.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
      assertThat(log.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertShape(running, queue, "MergeQueue");
      assertShape(running, bad, "Proposal");
    }
  }

  @Test
  void stateComesBackAfterAnEndInTheMiddleOfARun() {
    String head = git.topic("a", "a");
    NoBadFile never = new NoBadFile(new CountDownLatch(1));
    try (RunningServer running = running(never, Optional.empty())) {
      assertThat(propose(running, head, "a change").statusCode()).isEqualTo(202);
      await(() -> running.json(ROOT).get("runs").size() == 1);
      assertThat(states(running.json(ROOT))).containsExactly("testing");
    }
    assertThat(git.files("main")).doesNotContain("a");
    try (RunningServer running = running(new NoBadFile(new CountDownLatch(0)), Optional.empty())) {
      JsonNode queue = settled(running, 1);
      assertThat(states(queue)).containsExactly("merged");
      assertThat(queue.get("runs").get(1).get("outcome").stringValue()).isEqualTo("interrupted");
    }
  }

  @Test
  void aMoveThatWasNotWrittenDownIsFoundAtTheNextLook() throws IOException {
    String head = git.topic("a", "a");
    try (RunningServer running = running(new NoBadFile(new CountDownLatch(1)), Optional.empty())) {
      propose(running, head, "a change");
      await(() -> running.json(ROOT).get("runs").size() == 1);
    }
    git.run("update-ref", "refs/heads/main", head);
    try (RunningServer running = running(new NoBadFile(new CountDownLatch(1)), Optional.empty())) {
      assertThat(states(settled(running, 1))).containsExactly("merged");
    }
    Path damaged = directory.resolve("store/merge-queue/proposal-1.json");
    Files.writeString(damaged, "{\"format\":");
    try (RunningServer running = running(new NoBadFile(new CountDownLatch(0)), Optional.empty())) {
      assertThat(running.json(ROOT).get("unreadable").intValue()).isEqualTo(1);
      propose(running, git.topic("b", "b"), "another");
      assertThat(settled(running, 1).get("proposals").get(0).get("id").longValue())
          .isGreaterThan(2);
    }
  }

  @Test
  void bundlesBringCommitsThatTheRepositoryLacks() {
    QueueRepository other = git.copy(directory.resolve("other"));
    String head = other.topic("z", "z");
    byte[] bundle = other.bundle(directory.resolve("z.bundle"), "main..topic-z");
    try (RunningServer running = running(new NoBadFile(new CountDownLatch(0)), Optional.empty())) {
      assertThat(bundle(running, bundle).statusCode()).isEqualTo(202);
      JsonNode queue = settled(running, 1);
      assertThat(queue.get("proposals").get(0).get("head").stringValue()).isEqualTo(head);
      assertThat(git.files("main")).contains("z");
      byte[] damaged = bundle.clone();
      damaged[damaged.length - 30] ^= 0x55;
      for (byte[] bad :
          List.of(new byte[0], "# v2 git bundle\n".getBytes(StandardCharsets.US_ASCII), damaged)) {
        assertThat(bundle(running, bad).statusCode()).isIn(202, 400);
      }
      assertThat(bundle(running, "no bundle".getBytes(StandardCharsets.UTF_8)).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void rangesThatCannotBeProposedAreRefusedInWords() {
    git.topic("a", "a");
    String below = git.commit("topic-a", "more", "more", "1\n");
    try (RunningServer running = running(new NoBadFile(new CountDownLatch(0)), Optional.empty())) {
      assertThat(RunningServer.text(propose(running, "topic-a~1.." + below, "t")))
          .contains("1 more commits that the branch lacks");
      assertThat(RunningServer.text(propose(running, "main", "t"))).contains("holds all of this");
      assertThat(RunningServer.text(propose(running, "--help", "t"))).contains("dash");
      assertThat(RunningServer.text(propose(running, "main;id", "t"))).contains("no such revision");
      assertThat(post(running, "/proposals", "application/json", "{\"range\":1}").statusCode())
          .isEqualTo(400);
      assertThat(post(running, "/proposals", "text/plain", "x").statusCode()).isEqualTo(415);
      assertThat(running.get(ROOT + "/proposals/77").statusCode()).isEqualTo(404);
      assertThat(post(running, "/proposals/77/withdraw", "application/json", "").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void webhooksProveThemselvesAndFetchFromTheOperatorsRemote() throws Exception {
    QueueRepository host = git.copy(directory.resolve("host"));
    git.run("remote", "add", "origin", directory.resolve("host").toString());
    String head = host.topic("p", "p");
    host.run("update-ref", "refs/pull/12/head", head);
    String other = host.topic("q", "q");
    host.run("update-ref", "refs/merge-requests/7/head", other);
    host.run("checkout", "-q", "--detach");
    try (RunningServer running =
        running(new NoBadFile(new CountDownLatch(0)), Optional.of("origin"))) {
      String hub = hub("open", head, "merge-queue");
      assertThat(hub(running, hub, signature(hub + " ")).statusCode()).isEqualTo(401);
      assertThat(hub(running, hub, "").statusCode()).isEqualTo(401);
      assertThat(lab(running, lab(other), "wrong").statusCode()).isEqualTo(401);
      assertThat(running.json(ROOT).get("proposals")).isEmpty();
      String none = hub("open", head, "other");
      assertThat(RunningServer.text(hub(running, none, signature(none)))).contains("label");
      assertThat(hub(running, hub, signature(hub)).statusCode()).isEqualTo(202);
      assertThat(lab(running, lab(other), SECRET).statusCode()).isEqualTo(202);
      JsonNode queue = settled(running, 2);
      assertThat(states(queue)).containsExactly("merged", "merged");
      assertThat(host.files("main")).contains("p", "q");
      assertThat(RunningServer.text(hub(running, hub, signature(hub)))).contains("known already");
    }
  }

  @Test
  void aCheckThatCannotRunHoldsTheQueueUntilItIsResumed() {
    try (RunningServer running = running(new Broken(), Optional.empty())) {
      propose(running, git.topic("a", "a"), "t");
      await(() -> !running.json(ROOT).get("hold").isNull());
      JsonNode queue = running.json(ROOT);
      assertThat(queue.at("/hold/reason").stringValue()).contains("check broken could not run");
      assertThat(states(queue)).containsExactly("waiting");
      long id = queue.get("proposals").get(0).get("id").longValue();
      assertThat(post(running, "/resume", "application/json", "").statusCode()).isEqualTo(200);
      await(() -> running.json(ROOT).get("runs").size() == 2);
      await(() -> !running.json(ROOT).get("hold").isNull());
      String withdraw = "/proposals/" + id + "/withdraw";
      assertThat(post(running, withdraw, "application/json", "").statusCode()).isEqualTo(200);
      assertThat(post(running, withdraw, "application/json", "").statusCode()).isEqualTo(409);
    }
  }

  @Test
  void withoutAQueueThePageSaysSoAndABadOneIsRefused() {
    try (RunningServer running = RunningServer.in(directory.resolve("plain"))) {
      assertThat(running.json(ROOT).get("enabled").booleanValue()).isFalse();
      assertThat(post(running, "/resume", "application/json", "").statusCode()).isEqualTo(404);
    }
    assertThatThrownBy(() -> running(new Broken(), Optional.of("nowhere")).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no remote nowhere");
  }

  private RunningServer running(QueueCheck check, Optional<String> remote) {
    MergeSettings settings =
        new MergeSettings(
            directory.resolve("repo"),
            "main",
            List.of(check),
            8,
            remote,
            Optional.of(secrets),
            "merge-queue");
    return new RunningServer(
        directory.resolve("store"), ServerConfig.local(0).withMerging(settings), "pages-sample/");
  }

  private static JsonNode settled(RunningServer running, int ended) {
    await(() ->
        running
                .json(ROOT)
                .get("proposals")
                .valueStream()
                .filter(one -> !one.get("ended").isNull())
                .count()
            >= ended);
    return running.json(ROOT);
  }

  /** The states in the order of the proposals' numbers. */
  private static List<String> states(JsonNode queue) {
    return queue
        .get("proposals")
        .valueStream()
        .sorted((a, b) -> Long.compare(a.get("id").longValue(), b.get("id").longValue()))
        .map(one -> one.get("state").stringValue())
        .toList();
  }

  private static JsonNode proposal(RunningServer running, JsonNode queue, String head) {
    long id =
        queue
            .get("proposals")
            .valueStream()
            .filter(one -> one.get("head").stringValue().equals(head))
            .findFirst()
            .orElseThrow()
            .get("id")
            .longValue();
    return running.json(ROOT + "/proposals/" + id);
  }

  private static void assertShape(RunningServer running, JsonNode value, String schema) {
    JsonNode document = new YAMLMapper().readTree(running.get("/api/v1/openapi.yaml").body());
    assertThat(new SchemaCheck(document).check(document.at("/components/schemas/" + schema), value))
        .isEmpty();
  }

  private static HttpResponse<byte[]> propose(RunningServer running, String range, String title) {
    return post(
        running,
        "/proposals",
        "application/json",
        RunningServer.JSON.writeValueAsString(
            java.util.Map.of("range", range, "title", title, "author", "dev")));
  }

  private static HttpResponse<byte[]> post(
      RunningServer running, String path, String type, String body) {
    return running.send(
        running
            .request(ROOT + path)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<byte[]> bundle(RunningServer running, byte[] bundle) {
    return running.send(
        running
            .request(ROOT + "/bundles?title=z")
            .header("Content-Type", "application/x-git-bundle")
            .POST(BodyPublishers.ofByteArray(bundle))
            .build());
  }

  private static String hub(String state, String head, String label) {
    return """
    {"action":"opened","pull_request":{"number":12,"state":"%s","title":"a pull","draft":false,
     "user":{"login":"dev"},"head":{"sha":"%s"},"base":{"ref":"main"},"labels":[{"name":"%s"}]}}
    """
        .formatted(state, head, label);
  }

  private static String lab(String head) {
    return """
    {"object_kind":"merge_request","user":{"username":"ben"},"labels":[{"title":"merge-queue"}],
     "object_attributes":{"iid":7,"state":"opened","title":"a request","target_branch":"main",
     "last_commit":{"id":"%s"}}}
    """
        .formatted(head);
  }

  private static HttpResponse<byte[]> hub(RunningServer running, String body, String signature) {
    return running.send(
        running
            .request(ROOT + "/hooks/github")
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "pull_request")
            .header("X-Hub-Signature-256", signature)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<byte[]> lab(RunningServer running, String body, String token) {
    return running.send(
        running
            .request(ROOT + "/hooks/gitlab")
            .header("Content-Type", "application/json")
            .header("X-Gitlab-Token", token)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static String signature(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for a minute").isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Waits for its gate, then fails where the tree holds a file named bad. */
  private record NoBadFile(CountDownLatch gate) implements QueueCheck {
    @Override
    public String name() {
      return "files";
    }

    @Override
    public boolean blocking() {
      return true;
    }

    @Override
    public Result run(
        GitRepository repository, CommitId base, CommitId tip, List<Proposal> proposals) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Result(Outcome.ERROR, "interrupted");
      }
      boolean bad =
          repository.output("ls-tree", "--name-only", tip.hex()).lines().anyMatch("bad"::equals);
      return bad
          ? new Result(Outcome.FAIL, "there is a bad file <b>")
          : new Result(Outcome.PASS, "fine");
    }
  }

  /** Cannot be run. */
  private record Broken() implements QueueCheck {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public boolean blocking() {
      return true;
    }

    @Override
    public Result run(
        GitRepository repository, CommitId base, CommitId tip, List<Proposal> proposals) {
      return new Result(Outcome.ERROR, "no such program");
    }
  }
}
