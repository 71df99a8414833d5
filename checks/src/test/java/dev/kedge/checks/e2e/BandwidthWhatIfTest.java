package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth snapshot} and {@code whatif} as users run them. */
class BandwidthWhatIfTest {
  private static final String TIGHT =
      """
      {"format": "kedge-bandwidth-snapshot", "version": 1, "kernel": "6.12.95", "cpus": 4,
       "interval_ns": 10000000000, "groups": [
        {"path": "/", "cpu_max": "max 100000", "threads": 90},
        {"path": "/pod", "cpu_max": "50000 100000", "threads": 0,
         "before": {"usage_ns": 0, "nr_periods": 0, "nr_throttled": 0, "throttled_ns": 0},
         "after": {"usage_ns": 4700000000, "nr_periods": 100, "nr_throttled": 62,
                   "throttled_ns": 6000000000}},
        {"path": "/pod/web", "cpu_max": "max 100000", "threads": 8, "active_threads": 6,
         "busiest_thread_ns": 900000000,
         "before": {"usage_ns": 0, "user_ns": 0, "system_ns": 0, "threads_run_ns": 0,
                    "threads_wait_ns": 0, "threads_unhindered_ns": 0, "threads_timeslices": 0},
         "after": {"usage_ns": 4700000000, "user_ns": 4000000000, "system_ns": 700000000,
                   "threads_run_ns": 4700000000, "threads_wait_ns": 8000000000,
                   "threads_unhindered_ns": 5400000000, "threads_timeslices": 1400}}]}
      """;

  @Test
  void asksAboutAGroupOfASavedSnapshot(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("host.json"), TIGHT);

    Command answer =
        Command.kedge(
            "bandwidth",
            "whatif",
            "--snapshot",
            file.toString(),
            "--group",
            "/pod/web",
            "--json",
            "--kernel",
            "6.18,7.2",
            "--phases",
            "8",
            "--exit-code");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    JsonNode json = JsonMapper.shared().readTree(answer.out());
    assertThat(json.path("path").asString()).isEqualTo("/pod/web");
    JsonNode level = json.path("levels").get(0);
    assertThat(level.path("path").asString()).as("the ancestor throttles").isEqualTo("/pod");
    assertThat(level.path("closes").asBoolean()).isTrue();
    assertThat(json.path("alert").path("verdict").asString()).isIn("TICKET", "WAKE");
    assertThat(json.path("confidence").asString()).isIn("HIGH", "MEDIUM", "LOW");
    assertThat(json.path("kernels").size()).isEqualTo(3);
    JsonNode now = json.path("kernels").get(0);
    JsonNode next = json.path("kernels").get(1);
    assertThat(next.path("mechanism").asString()).isEqualTo("B");
    assertThat(next.path("longestKernelPauseMs").path("median").asDouble())
        .as("no thread is stranded in the kernel by the per-task throttle")
        .isLessThan(now.path("longestKernelPauseMs").path("median").asDouble());
  }

  @Test
  void findsAQuota(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("host.json"), TIGHT);

    Command answer =
        Command.kedge(
            "bandwidth",
            "whatif",
            "--snapshot",
            file.toString(),
            "--group",
            "/pod",
            "--quota",
            "200000",
            "--phases",
            "8");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("smallest quota", "asked for", "200000 100000", "measured", "assumed", "note:")
        .doesNotContain("\u001b");
  }

  @Test
  void answersAMadeUpHost(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("made-up.json.gz");
    Command snapshot =
        Command.kedge(
            "bandwidth", "snapshot", "--generate", "60", "--seed", "3", "--out", file.toString());
    assertThat(snapshot.exitCode()).as(snapshot.err()).isZero();
    assertThat(file).isNotEmptyFile();

    Command answer =
        Command.kedge("bandwidth", "whatif", "--snapshot", file.toString(), "--top", "2", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode json = JsonMapper.shared().readTree(answer.out());
    assertThat(json.path("groups").asInt()).isGreaterThan(60);
    assertThat(json.path("details").size()).isLessThanOrEqualTo(2);
  }

  @Test
  void observesThisHost(@TempDir Path directory) throws IOException {
    assumeTrue(
        Files.readString(Path.of("/proc/self/mounts")).contains("cgroup"),
        "needs a mounted cgroup file system");
    Path file = directory.resolve("live.json");

    Command snapshot =
        Command.kedge(
            "bandwidth", "snapshot", "--interval", "1s", "--json", "--out", file.toString());

    assumeTrue(
        !snapshot.err().contains("no cgroup hierarchy with the cpu controller"),
        "needs the cpu controller");
    assertThat(snapshot.exitCode()).as(snapshot.err()).isZero();
    JsonNode json = JsonMapper.shared().readTree(snapshot.out());
    assertThat(json.path("groups").asInt()).isPositive();
    Command answer = Command.kedge("bandwidth", "whatif", "--interval", "1s", "--top", "1");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("Linux ");
  }

  @Test
  void saysWhatIsWrong(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), TIGHT.replace("62", "\"62\""));
    Command bad = Command.kedge("bandwidth", "whatif", "--snapshot", file.toString());
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.err()).contains("bad.json:6:").doesNotContain("Exception");

    Files.writeString(file, TIGHT);
    Command group =
        Command.kedge("bandwidth", "whatif", "--snapshot", file.toString(), "--group", "/none");
    assertThat(group.exitCode()).isEqualTo(2);
    assertThat(group.err()).contains("/none").contains("/pod");

    Command quota =
        Command.kedge(
            "bandwidth",
            "whatif",
            "--snapshot",
            file.toString(),
            "--group",
            "/pod",
            "--quota",
            "5");
    assertThat(quota.exitCode()).isEqualTo(2);
    assertThat(quota.err()).contains("quota of 5 us");

    Command missing =
        Command.kedge("bandwidth", "whatif", "--snapshot", directory.resolve("no").toString());
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).doesNotContain("Exception");
  }
}
