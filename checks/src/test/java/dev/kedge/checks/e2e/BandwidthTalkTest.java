package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth talk} as scripts and people use it. */
class BandwidthTalkTest {

  @Test
  void theStrandedLockIsOneCommand(@TempDir Path directory) {
    Path svg = directory.resolve("waits.svg");
    Command talk =
        Command.kedge("bandwidth", "talk", "stranded-lock", "--json", "--svg", svg.toString());

    assertThat(talk.exitCode()).as(talk.err()).isZero();
    JsonNode figures = JsonMapper.shared().readTree(talk.out());
    assertThat(figures.path("A").path("move").path("maxNs").asLong()).isGreaterThan(50_000_000);
    assertThat(figures.path("B").path("move").path("maxNs").asLong()).isLessThan(5_000_000);
    assertThat(svg).content().startsWith("<svg");
  }

  @Test
  void withoutANameItListsTheExperimentsAndAWrongNameIsAUsageError() {
    Command list = Command.kedge("bandwidth", "talk");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).contains("stranded-lock", "unthrottle-cost", "quota-cliff");

    Command wrong = Command.kedge("bandwidth", "talk", "stranded");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("stranded-lock");
  }
}
