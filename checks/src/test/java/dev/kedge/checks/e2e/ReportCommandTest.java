package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge report} as scripts use it: the JSON contract and the exit codes. */
class ReportCommandTest {
  private static final String TITLE = "BUG: unable to handle kernel NULL pointer dereference in";
  private static final List<String> KEYS =
      List.of(
          "title",
          "alts",
          "type",
          "frame",
          "corrupted",
          "suppressed",
          "panicked",
          "executor",
          "startLine",
          "endLine");

  @Test
  void oneJsonObjectPerFile(@TempDir Path directory) throws IOException {
    Path oops = Files.write(directory.resolve("oops.log"), log());
    Path quiet =
        Files.writeString(directory.resolve("quiet.log"), "[    0.000000] Linux version\n");

    Command report = Command.kedge("report", "--json", oops.toString(), quiet.toString());

    assertThat(report.exitCode()).as(report.err()).isZero();
    List<String> lines = report.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(first.path("file").asString()).isEqualTo(oops.toString());
    assertThat(first.path("reports").size()).isEqualTo(1);
    JsonNode found = first.path("reports").get(0);
    assertThat(KEYS).allSatisfy(key -> assertThat(found.has(key)).as(key).isTrue());
    assertThat(found.path("title").asString()).startsWith(TITLE).endsWith("gadget_queue_drain");
    assertThat(found.path("frame").asString()).isEqualTo("gadget_queue_drain");
    assertThat(found.path("endLine").asInt()).isGreaterThan(found.path("startLine").asInt());
    JsonNode second = JsonMapper.shared().readTree(lines.get(1));
    assertThat(second.path("reports").size()).isZero();
  }

  @Test
  void readsStandardInput() throws IOException {
    Command report = Command.kedge(log(), "report", "--json");

    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(JsonMapper.shared().readTree(report.out()).path("reports").size()).isEqualTo(1);
  }

  @Test
  void printsForPeople() throws IOException {
    Command report = Command.kedge(log(), "report");

    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out()).contains(TITLE).doesNotContain("\u001b");
  }

  @Test
  void binaryGarbageIsNoReportAndNoFailure() {
    byte[] garbage = new byte[4 << 20];
    new Random(20261122).nextBytes(garbage);

    Command report = Command.kedge(garbage, "report", "--json");

    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(JsonMapper.shared().readTree(report.out()).path("reports").size()).isZero();
    assertThat(report.err()).doesNotContain("Exception");
  }

  @Test
  void garbageAroundAReportDoesNotHideIt() throws IOException {
    byte[] noise = new byte[1 << 16];
    new Random(7).nextBytes(noise);
    byte[] log = log();
    byte[] both = new byte[noise.length + 1 + log.length];
    System.arraycopy(noise, 0, both, 0, noise.length);
    both[noise.length] = '\n';
    System.arraycopy(log, 0, both, noise.length + 1, log.length);

    Command report = Command.kedge(both, "report", "--json");

    assertThat(report.out()).contains("gadget_queue_drain");
  }

  @Test
  void missingFileIsNamedAndTheOthersAreRead(@TempDir Path directory) throws IOException {
    Path oops = Files.write(directory.resolve("oops.log"), log());
    Path missing = directory.resolve("missing.log");

    Command report = Command.kedge("report", "--json", missing.toString(), oops.toString());

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.err()).contains(missing.toString()).doesNotContain("Exception");
    assertThat(report.out()).contains("gadget_queue_drain");
  }

  @Test
  void unknownOptionIsAUsageError() {
    Command report = Command.kedge("report", "--jsn");

    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.err()).contains("--jsn");
  }

  @Test
  void helpHasAnExample() {
    Command help = Command.kedge("report", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--json").containsIgnoringCase("example");
  }

  @Test
  void scoresLabelledLogs(@TempDir Path directory) throws IOException {
    String labels = "TITLE: " + TITLE + " gadget_queue_drain\nTYPE: NULL-POINTER-DEREFERENCE\n\n";
    Files.writeString(directory.resolve("0"), labels + new String(log(), UTF_8));
    Files.writeString(directory.resolve("1"), "\n[    0.000000] Linux version\n");
    Files.write(directory.resolve("unlabelled.log"), log());

    Command score = Command.kedge("report", "score", directory.toString());

    assertThat(score.exitCode()).as(score.err()).isZero();
    assertThat(score.out().lines().toList())
        .startsWith("2 logs")
        .anySatisfy(line -> assertThat(line).contains("title").contains("100.00 %  (1 of 1)"))
        .anySatisfy(line -> assertThat(line).contains("silent").contains("100.00 %  (1 of 1)"));
    assertThat(score.err()).contains("left out: 1");
  }

  private static byte[] log() throws IOException {
    try (InputStream log =
        ReportCommandTest.class.getResourceAsStream("/e2e/null-dereference.log")) {
      if (log == null) {
        throw new AssertionError("the resource e2e/null-dereference.log is missing");
      }
      byte[] bytes = log.readAllBytes();
      assertThat(new String(bytes, UTF_8)).contains("gadget_queue_drain");
      return bytes;
    }
  }
}
