package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The merge queue of {@code kedge up}: kills, real checks, and its pages in a real browser. */
class MergeQueueTest {
  private static final String ROOT = "/api/v1/merge-queue";
  private static final String NAME = "<img src=x onerror=\"kedgePwned=1\">";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private GitFolder bare;
  private Path checks;

  @BeforeEach
  void repository() throws IOException {
    bare = GitFolder.create(directory.resolve("linux.git"));
    bare.branch("main", bare.commit(Map.of("Makefile", "text\n"), "base"));
    checks =
        Files.writeString(
            directory.resolve("checks.yaml"),
            """
            checks:
              - name: policy
                command: [%s, patches, check, --repo, '{repo}', '{base}..{tip}', --preset, plain]
                blocking: false
              - name: no bad file
                command: [sh, -c, 'echo "$1"; ! git -C "$0" cat-file -e "$2:bad"', '{repo}', '%s', '{tip}']
              - name: gate
                command: [sh, -c, 'while [ -e "$0" ]; do sleep 0.1; done', '%s']
            """
                .formatted(Distribution.launcher(), NAME, gate()));
  }

  @Test
  void proposalsOutliveKillsAndTheBadOneIsFound() throws IOException {
    Files.createFile(gate());
    List<Long> ids = new ArrayList<>();
    try (RunningKedge kedge = up("queue-1")) {
      for (String file : List.of("a", "bad", "c")) {
        ids.add(propose(kedge.api(), topic(file), file));
      }
      Patience.until(LONGEST, "a run", () -> running(kedge.api()));
      kedge.kill();
    }
    try (RunningKedge kedge = up("queue-2")) {
      assertThat(states(kedge.api())).containsOnlyKeys(ids);
      Patience.until(LONGEST, "a run again", () -> running(kedge.api()));
      Files.delete(gate());
      Patience.until(LONGEST, "all that is decided", () -> decided(kedge.api(), 3));
      assertThat(states(kedge.api()))
          .containsEntry(ids.get(0), "merged")
          .containsEntry(ids.get(1), "sent-back")
          .containsEntry(ids.get(2), "merged");
      assertThat(bare.git("", "ls-tree", "--name-only", "main")).contains("a", "c");
      assertThat(bare.git("", "ls-tree", "--name-only", "main").lines()).doesNotContain("bad");
      kedge.kill();
    }
    try (RunningKedge kedge = up("queue-3")) {
      assertThat(states(kedge.api())).containsEntry(ids.get(2), "merged").hasSize(3);
    }
  }

  @Test
  void aPersonSeesTheQueueAndWhatAChecksSaid() throws IOException {
    Browser browser = Browser.installed();
    try (RunningKedge kedge = up("queue-pages")) {
      Api api = kedge.api();
      propose(api, topic("good"), "net: a good one");
      long bad = propose(api, topic("bad"), NAME);
      Patience.until(LONGEST, "both decided", () -> decided(api, 2));
      Files.createFile(gate());
      propose(api, topic("later"), "mm: still being tried");
      Patience.until(LONGEST, "a run", () -> running(api));

      JsonNode seen = browser.queue(kedge.address(), bad);

      assertThat(seen.path("branch").asString()).contains("main");
      assertThat(seen.path("open").asString()).contains("testing", "mm: still being tried");
      assertThat(seen.path("ended").asString())
          .contains("merged", "sent-back", NAME, "check no bad file failed");
      assertThat(seen.path("title").asString()).contains(NAME);
      assertThat(seen.path("log").asString()).contains(NAME);
      assertThat(seen.path("runs").asInt()).isPositive();
      assertThat(seen.path("withdrawn").asString()).contains("withdrawn through the API");
      assertThat(seen.path("executed").size()).as("pages that ran hostile text").isZero();
      assertThat(seen.path("dialogs").size()).isZero();
      assertThat(seen.path("elsewhere").size()).as("requests elsewhere: %s", seen).isZero();
      assertThat(seen.path("errors").size()).as("errors: %s", seen.path("errors")).isZero();
      assertThat(seen.path("narrowOverflow").asInt()).isNotPositive();
      Files.delete(gate());
    }
  }

  private Path gate() {
    return directory.resolve("gate");
  }

  private RunningKedge up(String name) {
    return RunningKedge.up(
        name,
        directory.resolve("data"),
        "--queue-repo",
        bare.path().toString(),
        "--queue-branch",
        "main",
        "--queue-checks",
        checks.toString());
  }

  private static long propose(Api api, String head, String title) {
    return api.post(
            ROOT + "/proposals",
            Map.of("range", "main.." + head, "title", title, "author", "Dev <b>Author</b>"))
        .path("proposal")
        .asLong();
  }

  private static boolean running(Api api) {
    return api.get(ROOT)
        .path("runs")
        .valueStream()
        .anyMatch(run -> run.path("outcome").asString().equals("running"));
  }

  private static boolean decided(Api api, int count) {
    return states(api).values().stream()
            .filter(state -> !state.equals("waiting") && !state.equals("testing"))
            .count()
        >= count;
  }

  private static Map<Long, String> states(Api api) {
    Map<Long, String> states = new HashMap<>();
    api.get(ROOT)
        .path("proposals")
        .forEach(one -> states.put(one.path("id").asLong(), one.path("state").asString()));
    return states;
  }

  /** A commit on the branch that adds a file; its id. */
  private String topic(String file) {
    String entry = "100644 blob " + bare.blob("text\n") + "\t" + file + "\n";
    String tree = bare.git(bare.git("", "ls-tree", "main") + entry, "mktree").strip();
    return bare.git("", "commit-tree", tree, "-p", "main", "-m", file).strip();
  }
}
