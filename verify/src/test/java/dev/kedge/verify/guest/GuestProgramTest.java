package dev.kedge.verify.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The guest's programs, compiled and tried where they do no harm: on this host. */
class GuestProgramTest {
  @TempDir private static Path cache;
  private static Path binary = Path.of("");

  @BeforeAll
  static void compiles() {
    binary = new GuestProgram(cache).binary();
  }

  @Test
  void isCompiledOnce() throws IOException {
    var before = Files.getLastModifiedTime(binary);

    assertThat(new GuestProgram(cache).binary()).isEqualTo(binary);
    assertThat(Files.getLastModifiedTime(binary)).isEqualTo(before);
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).as("nothing is left behind").containsExactly(binary);
    }
  }

  @Test
  void saysWhichPackageIsMissing() {
    assertThatThrownBy(() -> new GuestProgram(cache, "no-such-compiler").binary())
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("apt-get install gcc libc6-dev");
  }

  @Test
  void everySourceIsListed() throws IOException {
    Path folder = Path.of("src/main/resources/dev/kedge/verify/guest");
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          new ArrayList<>(files.map(file -> file.getFileName().toString()).toList());
      names.add("v2.writes");
      assertThat(GuestProgram.SOURCES).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void pageTablesAreMeasured() throws Exception {
    List<JsonNode> results = run("pagetables", "--suite", "tables", "area_mib=64");

    assertThat(results)
        .extracting(result -> result.get("case").asString())
        .containsExactly("2MiB", "1MiB", "whole");
    for (JsonNode result : results) {
      assertThat(result.get("suite").asString()).isEqualTo("tables");
      assertThat(result.get("status").asString()).isEqualTo("DONE");
      double before = value(result, "page_tables_before");
      double touched = value(result, "page_tables_touched");
      assertThat(touched).isGreaterThanOrEqualTo(before + 32 * 4);
      // What the program does besides, such as writing its lines, may take a page or two of its
      // own.
      assertThat(value(result, "page_tables_after")).isLessThanOrEqualTo(touched + 2 * 4);
    }
  }

  @Test
  void namesBelowProcSysAreListed() throws Exception {
    List<String> lines = lines("interfaces", "--suite", "i", "cgroups=0");

    assertThat(lines)
        .anySatisfy(line -> assertThat(line).matches("> sysctl kernel\\.pid_max = [0-9]+"))
        .noneSatisfy(line -> assertThat(line).startsWith("> cgroup"))
        .last()
        .asString()
        .startsWith("{\"suite\":\"i\"");
  }

  @Test
  void aScriptsLinesAreNoResults() throws Exception {
    List<String> lines =
        lines(
            "script",
            "--suite",
            "mine",
            "--",
            "sh",
            "-c",
            "echo TAP; echo '{\"suite\":1}'; exit 3");

    assertThat(lines).startsWith("> TAP", "> {\"suite\":1}").hasSize(3);
    JsonNode result = JsonMapper.shared().readTree(lines.getLast());
    assertThat(value(result, "exit_code")).isEqualTo(3);
  }

  @Test
  void aProgramThatIsNotThereIsSkipped() throws Exception {
    JsonNode result = run("script", "--", "/no/such/program").getFirst();

    assertThat(result.get("status").asString()).isEqualTo("SKIP");
    assertThat(result.get("message").asString())
        .contains("/no/such/program, or something it runs, is not there");
  }

  @Test
  void parametersAreChecked() throws Exception {
    assertThat(run("nested", "quota=1").getFirst().get("message").asString())
        .contains("quota=1: this program has no such parameter");
    assertThat(run("nested", "tasks=0").getFirst().get("message").asString())
        .contains("tasks=0: expected a whole number from 1 to 256");
  }

  private static double value(JsonNode result, String metric) {
    for (JsonNode each : result.get("metrics")) {
      if (each.get("name").asString().equals(metric)) {
        return each.get("values").get(0).asDouble();
      }
    }
    throw new AssertionError("no metric " + metric + " in " + result);
  }

  private static List<JsonNode> run(String... arguments) throws Exception {
    return lines(arguments).stream().map(JsonMapper.shared()::readTree).toList();
  }

  private static List<String> lines(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.lines().toList();
  }
}
