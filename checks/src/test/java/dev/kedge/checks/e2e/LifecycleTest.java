package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kedge up}: the ready line, health, and a clean end. */
class LifecycleTest {
  @Test
  void servesAndEndsCleanlyOnSigterm(@TempDir Path data) {
    try (RunningKedge kedge = RunningKedge.up("lifecycle", data)) {
      HttpResponse<String> health = kedge.api().raw("/healthz");
      assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
      assertThat(health.headers().firstValue("content-type").orElse("")).contains("json");
      assertThat(kedge.api().get("/healthz").path("status").asString()).isEqualTo("ok");
      assertThat(kedge.api().raw("/metrics").body()).contains("# TYPE kedge_");
      assertThat(kedge.api().raw("/").body()).containsIgnoringCase("<!doctype html");

      List<ProcessHandle> children = kedge.children();
      OptionalInt exit = kedge.terminate(Duration.ofSeconds(10));

      assertThat(exit).as("ends within 10 s of SIGTERM, see %s", kedge.log()).isPresent();
      assertThat(exit.getAsInt()).isIn(0, 143);
      Patience.until(
          Duration.ofSeconds(10),
          "the agent ends with its server",
          () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void killedServerLeavesNoAgentBehind(@TempDir Path data) {
    try (RunningKedge kedge = RunningKedge.up("orphan", data)) {
      List<ProcessHandle> children =
          Patience.until(
              Duration.ofSeconds(30),
              "an agent below the server",
              () ->
                  kedge.children().isEmpty()
                      ? java.util.Optional.empty()
                      : java.util.Optional.of(kedge.children()));
      kedge.kill();

      Patience.until(
          Duration.ofSeconds(30),
          "the agent notices that its server is gone",
          () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void secondServerOnTheSameDataSaysWhy(@TempDir Path data) {
    try (RunningKedge kedge = RunningKedge.up("first", data)) {
      Command second = Command.kedge("up", "--data", data.toString(), "--port", "0");

      assertThat(second.exitCode()).as(second.err()).isEqualTo(3);
      assertThat(second.err() + second.out()).contains(data.toString());
      assertThat(kedge.api().get("/healthz").path("status").asString()).isEqualTo("ok");
    }
  }

  @Test
  void listeningElsewhereDemandsTokensAndEncryption(@TempDir Path data) {
    Command open =
        Command.kedge("up", "--data", data.toString(), "--port", "0", "--listen", "0.0.0.0");

    assertThat(open.exitCode()).as(open.err()).isEqualTo(2);
    assertThat(open.err()).contains("--token-file").contains("--insecure");
  }
}
