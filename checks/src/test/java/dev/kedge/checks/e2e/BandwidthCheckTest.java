package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth check} as CI uses it: exit codes and the JSON contract. */
class BandwidthCheckTest {
  @Test
  void findsADangerousLimitInASnapshot(@TempDir Path directory) throws IOException {
    Path host = snapshot(directory, "1000 100000");

    Command check = Command.kedge("bandwidth", "check", "--snapshot", host.toString(), "--json");

    assertThat(check.exitCode()).as(check.err()).isEqualTo(1);
    JsonNode answer = JsonMapper.shared().readTree(check.out());
    assertThat(answer.path("kernel").asString()).isEqualTo("6.12.95");
    assertThat(answer.path("limited").asInt()).isEqualTo(1);
    JsonNode worst = answer.path("findings").get(0);
    assertThat(worst.path("group").asString()).isEqualTo("/low");
    assertThat(worst.path("rule").asString()).isEqualTo("stranded-holder");
    assertThat(worst.path("severity").asString()).isEqualTo("high");
    assertThat(worst.path("reason").asString()).contains("6.4 s");
    assertThat(worst.path("writes").get(0).path("file").asString()).isEqualTo("/low/cpu.max");
    assertThat(worst.path("writes").get(0).path("value").asString()).isEqualTo("13000 100000");
    assertThat(worst.path("advice").asString()).isNotBlank();
    assertThat(answer.path("unread").isArray()).isTrue();
  }

  @Test
  void failsFromTheSeverityThatWasAskedFor(@TempDir Path directory) throws IOException {
    // 16 threads on 4 CPUs share 0.9: low, and nothing worse.
    String host = snapshot(directory, "90000 100000").toString();

    assertThat(Command.kedge("bandwidth", "check", "--snapshot", host).exitCode()).isZero();
    Command strict = Command.kedge("bandwidth", "check", "--snapshot", host, "--fail-on", "low");
    assertThat(strict.exitCode()).isEqualTo(1);
    assertThat(strict.out()).contains("threads-over-quota", "write  /low/cpu.max: ");
  }

  @Test
  void checksThisHost() throws IOException {
    Command check = Command.kedge("bandwidth", "check", "--json", "--fail-on", "high");

    // A host without a cpu controller cannot be asked; the message says so.
    assertThat(check.exitCode()).isIn(0, 1, 3);
    if (check.exitCode() == 3) {
      assertThat(check.err()).contains("cgroup").doesNotContain("Exception");
    } else {
      assertThat(JsonMapper.shared().readTree(check.out()).path("groups").asInt()).isPositive();
    }
  }

  @Test
  void wrongInputIsNamedWithItsPlace(@TempDir Path directory) throws IOException {
    Path host = Files.writeString(directory.resolve("bad.json"), "{\n \"format\": 7}");
    Path rules = Files.writeString(directory.resolve("bad.rules"), "version 1\nrule nonsense\n");
    String good = snapshot(directory, "90000 100000").toString();

    Command badHost = Command.kedge("bandwidth", "check", "--snapshot", host.toString());
    Command badRules =
        Command.kedge("bandwidth", "check", "--snapshot", good, "--rules", rules.toString());
    Command missing = Command.kedge("bandwidth", "check", "--snapshot", "none.json");
    Command word = Command.kedge("bandwidth", "check", "--snapshot", good, "--fail-on", "bad");

    assertThat(badHost.exitCode()).isEqualTo(2);
    assertThat(badHost.err()).contains("bad.json:2:");
    assertThat(badRules.exitCode()).isEqualTo(2);
    assertThat(badRules.err()).contains("bad.rules:2:", "no rule is called 'nonsense'");
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).contains("none.json: no such file");
    assertThat(word.exitCode()).isEqualTo(2);
    assertThat(word.err()).contains("expected info, low, medium or high");
  }

  private static Path snapshot(Path directory, String cpuMax) throws IOException {
    return Files.writeString(
        directory.resolve("host.json"),
        """
        {"format": "kedge-bandwidth-snapshot", "version": 1, "kernel": "6.12.95", "cpus": 4,
         "tick_ns": 4000000, "cgroup": "v2", "interval_ns": 1000000000, "groups": [
          {"path": "/", "cpu_max": "max 100000", "threads": 0},
          {"path": "/low", "cpu_max": "%s", "threads": 16},
          {"path": "/web", "cpu_max": "max 100000", "threads": 200}]}
        """
            .formatted(cpuMax));
  }
}
