package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code kedge verify} with real kernels: an old one whose throttled tasks keep locks and whose
 * empty page tables stay, a new one without either, and a panic that must be seen.
 */
class VerifyTest {
  private static final String OLD = "debian:6.12";
  private static final String NEW = "debian:7.3";
  private static final Duration LONGEST = Duration.ofMinutes(8);

  @Test
  void anOldKernelAndANewOneDifferWhereTheyShould(@TempDir Path directory) {
    for (String program : List.of("qemu-system-x86_64", "busybox", "gcc", "apt-get")) {
      assumeTrue(Distribution.installed(program), "needs " + program);
    }
    Command fetch = kedge("verify", "fetch", "--json", OLD, NEW);
    assumeTrue(
        fetch.exitCode() == 0, () -> "the package registry has no such kernels: " + fetch.err());

    Path out = directory.resolve("out");
    Command verify =
        kedge(
            "verify",
            "--baseline",
            OLD,
            "--candidate",
            NEW,
            "--plan",
            "smoke",
            "--out",
            out.toString());

    assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out()).contains("verdict: PASS");
    JsonNode result =
        JsonMapper.shared().readTree(text(out.resolve("results.json"))).path("content");
    assertThat(operations(result, OLD)).as("old: one operation in 10 s").isLessThan(10);
    assertThat(operations(result, NEW)).as("new: one each 10 ms").isGreaterThan(900);
    assertThat(figure(result, OLD, "2MiB", "page_tables_kept")).isGreaterThan(90);
    assertThat(figure(result, NEW, "2MiB", "page_tables_kept")).isLessThan(5);
    assertThat(figure(result, NEW, "1MiB", "page_tables_kept")).isGreaterThan(90);
    List<String> outcomes = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (JsonNode boot : result.path("boots")) {
      outcomes.add(boot.path("outcome").asString());
      boot.path("reports").forEach(report -> titles.add(report.path("title").asString()));
      assertThat(out.resolve(boot.path("console").asString())).isNotEmptyFile();
    }
    assertThat(outcomes).containsExactly("COMPLETED", "COMPLETED", "DRILLED", "DRILLED");
    assertThat(titles).contains("kernel panic: sysrq triggered crash");
  }

  @Test
  void whatCannotBeVerifiedIsNamed(@TempDir Path directory) throws IOException {
    Path text = Files.writeString(directory.resolve("notes"), "no kernel");
    String cache = directory.resolve("cache").toString();

    Command notAKernel = kedge("verify", "fetch", "--cache", cache, text.toString());
    Command missing = kedge("verify", "fetch", "--cache", cache, "no-such-file");
    Command noPlan =
        kedge("verify", "--baseline", "x", "--candidate", "y", "--plan", text.toString());
    Command nothing = kedge("verify");

    assertThat(notAKernel.exitCode()).isEqualTo(3);
    assertThat(notAKernel.err()).contains("not a kernel");
    assertThat(missing.err()).contains("no such file");
    assertThat(noPlan.exitCode()).as(noPlan.err()).isEqualTo(2);
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("--baseline", "--candidate");
  }

  private static double operations(JsonNode result, String kernel) {
    return figure(result, kernel, "throttle-dir", "victim_operations");
  }

  private static double figure(JsonNode result, String kernel, String name, String metric) {
    for (JsonNode boot : result.path("boots")) {
      if (boot.path("kernel").asString().equals(kernel)) {
        for (JsonNode ran : boot.path("cases")) {
          for (JsonNode measured : ran.path("metrics")) {
            if (ran.path("name").asString().equals(name)
                && measured.path("name").asString().equals(metric)) {
              return measured.path("values").get(0).asDouble();
            }
          }
        }
      }
    }
    throw new AssertionError(kernel + " has no " + name + " " + metric);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Command kedge(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Distribution.launcher().toString());
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of(), new byte[0], LONGEST);
  }
}
