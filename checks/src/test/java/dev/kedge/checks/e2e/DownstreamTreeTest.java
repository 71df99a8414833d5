package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A downstream tree beside a fleet: its debt as a page, its missing fixes by what the fleet meets.
 */
class DownstreamTreeTest {
  private static final String HOSTILE =
      "gadget: <img src=x onerror=\"kedgePwned=1\"> drain by hand";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private GitFolder tree;
  private String fix = "";

  @BeforeEach
  void trees() {
    tree = GitFolder.create(directory.resolve("linux.git"));
    String before = "int other(void)\n{\n\treturn 0;\n}\n";
    String first =
        tree.commit(
            Map.of("gadget.c", source("head->next", 8), "other.c", before),
            "gadget: add a queue\n\nSigned-off-by: Developer <a@b>\n");
    String middle =
        tree.commit(
            Map.of("gadget.c", source("head->next", 8), "other.c", before + "int more;\n"),
            "other: grow\n\nSigned-off-by: Developer <a@b>\n",
            first);
    fix =
        tree.commit(
            Map.of(
                "gadget.c", source("head ? head->next : 0", 8), "other.c", before + "int more;\n"),
            "gadget: do not walk an empty queue\n\nFixes: %s (\"gadget: add a queue\")\n"
                .formatted(first.substring(0, 12)),
            middle);
    tree.branch("main", fix);
    tree.branch("release", first);
    tree.branch(
        "downstream",
        tree.commit(
            Map.of("gadget.c", source("head->next", 16), "other.c", before),
            HOSTILE + "\n\nSigned-off-by: Developer <a@b>\n",
            first));
  }

  /** A function far enough from the file's end that both changes apply one beside the other. */
  private static String source(String next, int size) {
    return "static int gadget_queue_drain(struct gadget *head)\n"
        + "{\n"
        + "\tint n = 0;\n\n"
        + "\tfor (; head; n++)\n"
        + "\t\thead = "
        + next
        + ";\n"
        + "\treturn n;\n"
        + "}\n\n"
        + "/*\n"
        + " * The rest.\n"
        + " *\n"
        + " * And more.\n"
        + " */\n"
        + "int gadget_queue_size(void)\n"
        + "{\n"
        + "\treturn "
        + size
        + ";\n}\n";
  }

  @Test
  void aMissingFixIsRankedByWhatTheFleetMeets() throws IOException {
    Path log = directory.resolve("oops.log");
    try (InputStream oops = getClass().getResourceAsStream("/e2e/null-dereference.log")) {
      Files.copy(oops, log);
    }
    try (RunningKedge kedge = RunningKedge.up("fleet", directory.resolve("data"))) {
      String server = kedge.address().toString();
      Command sent = Command.kedge("report", "--server", server, "--host", "h1", log.toString());
      assertThat(sent.exitCode()).as(sent.err()).isZero();

      Command missing =
          Command.kedge(
              "patches",
              "missing",
              "--repo",
              tree.path().toString(),
              "--branch",
              "downstream",
              "--upstream",
              "main",
              "--fleet",
              server,
              "--json");

      assertThat(missing.exitCode()).as(missing.err()).isEqualTo(1);
      JsonNode found = JsonMapper.shared().readTree(missing.out());
      assertThat(found.path("fix").asString()).isEqualTo(fix);
      assertThat(found.path("applies").asString()).isEqualTo("clean");
      assertThat(found.at("/fleet/0/how").asString()).isEqualTo("blamed");
      assertThat(found.at("/fleet/0/name").asString()).isEqualTo("gadget_queue_drain");
      assertThat(found.at("/fleet/0/hosts").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aPersonSeesTheDebt() {
    Browser browser = Browser.installed();
    try (RunningKedge kedge =
        RunningKedge.up(
            "debt",
            directory.resolve("data"),
            "--debt-repo",
            tree.path().toString(),
            "--debt-branch",
            "downstream",
            "--debt-base",
            "release",
            "--debt-upstream",
            "main",
            "--debt-release",
            "release")) {
      Patience.until(
          LONGEST,
          "the debt measured",
          () -> kedge.api().get("/api/v1/debt").path("patches").size() == 1);

      JsonNode seen = browser.debt(kedge.address());

      assertThat(seen.path("lead").asString()).contains("1", "downstream", "release");
      assertThat(seen.path("patches").asString()).contains(HOSTILE, "gadget");
      assertThat(seen.path("picked").asInt()).isEqualTo(1);
      assertThat(seen.path("trend").asString()).contains("release");
      assertThat(seen.path("executed").size()).as("pages that ran hostile text").isZero();
      assertThat(seen.path("dialogs").size()).isZero();
      assertThat(seen.path("elsewhere").size()).as("requests elsewhere: %s", seen).isZero();
      assertThat(seen.path("errors").size()).as("errors: %s", seen.path("errors")).isZero();
      assertThat(seen.path("narrowOverflow").asInt()).isNotPositive();
    }
  }
}
