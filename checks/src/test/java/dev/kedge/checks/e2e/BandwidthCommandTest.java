package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth sim} as scripts use it: the JSON contract and the exit codes. */
class BandwidthCommandTest {
  private static final String STRANDED = "docs/examples/bandwidth/stranded-lock.yaml";

  @Test
  void theLockHolderIsStrandedUpTo617AndNotFrom618On() {
    Command sim = Command.kedge("bandwidth", "sim", example(), "--compare", "6.17,6.18", "--json");

    assertThat(sim.exitCode()).as(sim.err()).isZero();
    List<JsonNode> runs = sim.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(runs).extracting(run -> run.path("run").asString()).containsExactly("6.17", "6.18");
    JsonNode before = runs.get(0).path("operations").get(0);
    JsonNode after = runs.get(1).path("operations").get(0);
    assertThat(before.path("name").asString()).isEqualTo("create");
    assertThat(before.path("done").asLong()).isLessThan(10);
    assertThat(after.path("done").asLong()).isGreaterThan(900);
    assertThat(runs.get(0).path("groups").path("/limited").path("nrThrottled").asLong())
        .isGreaterThan(90);
  }

  @Test
  void drawsForPeopleWithoutColour() {
    Command sim = Command.kedge("bandwidth", "sim", example(), "--timeline", "--to", "1s");

    assertThat(sim.exitCode()).as(sim.err()).isZero();
    assertThat(sim.out())
        .contains("nr_throttled", "i_rwsem held by |", "victim |")
        .doesNotContain("\u001b");
  }

  @Test
  void aBadFileIsAUsageErrorWithItsPlace(@TempDir Path directory) throws IOException {
    Path bad =
        Files.writeString(
            directory.resolve("bad.yaml"),
            """
            machine: {cpus: 1}
            kernel: 6.18
            workloads:
              web:
                steps:
                  - evry 50ms: [run 5ms]
            """);
    Command sim = Command.kedge("bandwidth", "sim", bad.toString());

    assertThat(sim.exitCode()).isEqualTo(2);
    assertThat(sim.out()).isEmpty();
    assertThat(sim.err())
        .contains("bad.yaml:6:9: unknown step 'evry': did you mean 'every'?")
        .doesNotContain("\tat ");
  }

  @Test
  void aMissingFileIsTheEnvironments(@TempDir Path directory) {
    Command sim = Command.kedge("bandwidth", "sim", directory.resolve("none.yaml").toString());

    assertThat(sim.exitCode()).isEqualTo(3);
    assertThat(sim.err()).contains("none.yaml: no such file");
  }

  private static String example() {
    return Path.of(System.getProperty("kedge.root", "..")).resolve(STRANDED).toString();
  }
}
