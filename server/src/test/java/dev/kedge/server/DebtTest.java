package dev.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.server.debt.DebtSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The debt of a tree through the port. */
class DebtTest {
  private static final String HOSTILE = "=cmd <script>kedgePwned=1</script>";

  @TempDir Path directory;

  @Test
  void isMeasuredAnewWhenTheBranchMoves() throws IOException {
    QueueRepository git = new QueueRepository(directory.resolve("repo"));
    git.commit("main", "base", "net.c", "1\n");
    git.run("tag", "v1");
    git.commit("main", "net: ours", "net.c", "2\n");
    git.run("tag", "r1");
    git.commit("main", HOSTILE, "owned.c", "2\n");
    Path owners = Files.writeString(directory.resolve("CODEOWNERS"), "/owned.c @core-team\n");
    DebtSettings settings =
        new DebtSettings(
            directory.resolve("repo"),
            "main",
            "v1",
            Optional.empty(),
            List.of("r1"),
            Optional.of(owners));
    ServerConfig config = ServerConfig.local(0).withDebt(settings);
    try (RunningServer running =
        new RunningServer(directory.resolve("store"), config, "pages-sample/")) {
      JsonNode debt = measured(running, 2);
      assertThat(debt.at("/steps/0/added").intValue()).isEqualTo(1);
      assertThat(debt.at("/releases/0/name").stringValue()).isEqualTo("r1");
      assertThat(debt.at("/patches/1/owner").stringValue()).isEqualTo("@core-team");
      assertThat(debt.at("/patches/1/subject").stringValue()).isEqualTo(HOSTILE);
      assertThat(debt.at("/patches/0/owner").stringValue()).contains("Developer");
      JsonNode document = new YAMLMapper().readTree(running.get("/api/v1/openapi.yaml").body());
      assertThat(new SchemaCheck(document).check(document.at("/components/schemas/Debt"), debt))
          .isEmpty();
      HttpResponse<byte[]> csv = running.get("/api/v1/debt/csv");
      assertThat(new String(csv.body(), StandardCharsets.UTF_8))
          .startsWith("commit,subject,")
          .contains("'" + HOSTILE);
      git.commit("main", "one more", "c.c", "3\n");
      measured(running, 3);
    }
  }

  @Test
  void withoutATreeThereIsNoneAndABadOneIsRefused() {
    try (RunningServer running = RunningServer.in(directory.resolve("plain"))) {
      assertThat(running.json("/api/v1/debt").get("enabled").booleanValue()).isFalse();
      assertThat(running.get("/api/v1/debt/csv").statusCode()).isEqualTo(404);
    }
    DebtSettings nowhere =
        new DebtSettings(directory, "main", "v1", Optional.empty(), List.of(), Optional.empty());
    assertThatThrownBy(() ->
            new RunningServer(
                    directory.resolve("store"),
                    ServerConfig.local(0).withDebt(nowhere),
                    "pages-sample/")
                .close())
        .isInstanceOf(ConfigException.class);
  }

  private static JsonNode measured(RunningServer running, int patches) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      JsonNode debt = running.json("/api/v1/debt");
      if (debt.get("patches").size() == patches && !debt.get("measuring").booleanValue()) {
        return debt;
      }
      assertThat(System.nanoTime()).as(debt.toString()).isLessThan(deadline);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
