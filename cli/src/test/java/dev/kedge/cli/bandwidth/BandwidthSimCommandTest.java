package dev.kedge.cli.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.cli.ExitCode;
import dev.kedge.cli.Kedge;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BandwidthSimCommandTest {
  private static final String SCENARIO =
      """
      machine: {cpus: 1}
      kernel: 6.17
      duration: 2s
      groups: {/web: {max: 20000 100000, offset: 0s}}
      workloads:
        hog: {group: /web, steps: hog}
        probe:
          steps:
            - every 10ms as probe: [run 1ms]
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) throws IOException {
    Files.writeString(directory.resolve("web.yaml"), SCENARIO);
    String[] all = new String[arguments.length + 3];
    all[0] = "bandwidth";
    all[1] = "sim";
    all[2] = directory.resolve("web.yaml").toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return execute(all);
  }

  private int execute(String... arguments) {
    CommandLine line = Kedge.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void printsCountersLatenciesAndTasks() throws IOException {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("nr_throttled", "throttled_usec", "20000 100000")
        .containsPattern("probe +A +\\d+ +\\d+ +[0-9.]+ ms")
        .containsPattern("hog +A +\\d+ ms");
  }

  @Test
  void comparesMechanismsAndReleases() throws IOException {
    assertThat(run("--compare", "A,6.18", "--json", "--timeline", "--to", "200ms")).isZero();

    var lines = out.toString().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("mechanism").asString()).isEqualTo("A");
    assertThat(lines.get(1).path("mechanism").asString()).isEqualTo("B");
    JsonNode web = lines.get(1).path("groups").path("/web");
    assertThat(web.path("usageNs").asLong()).isBetween(380_000_000L, 430_000_000L);
    assertThat(web.path("nrThrottled").asLong()).isGreaterThan(15);
    JsonNode probe = lines.get(0).path("operations").get(0);
    assertThat(probe.path("p99Ns").asLong()).isPositive();
    assertThat(probe.path("due").asLong()).isBetween(199L, 201L);
    assertThat(lines.get(0).path("tasks").get(0).path("cpuNs").asLong()).isPositive();
    assertThat(lines.get(0).path("timeline").path("toNs").asLong()).isEqualTo(200_000_000);
  }

  @Test
  void theSameSeedGivesTheSameOutput() throws IOException {
    run("--json", "--seed", "7");
    String first = out.toString();
    out.getBuffer().setLength(0);
    run("--json", "--seed", "7");

    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void anotherLimitAndDurationAreExported() throws IOException {
    Path export = directory.resolve("export.yaml");
    assertThat(run("--limit", "/web=50000 200000", "--duration", "1s", "--export", "" + export))
        .isZero();

    assertThat(Files.readString(export))
        .contains("duration: 1s\n", "/web: {max: 50000 200000, offset: 0s}");
    out.getBuffer().setLength(0);
    assertThat(execute("bandwidth", "sim", export.toString(), "--histogram")).isZero();
    assertThat(out.toString()).contains("@ns[A, probe]:\n[512K, 1M) ");
  }

  @Test
  void drawsPictures() throws IOException {
    Path time = directory.resolve("time.svg");
    Path latency = directory.resolve("latency.svg");
    assertThat(run("--compare=A,B", "--timeline", "--svg=" + time, "--latency-svg=" + latency))
        .isZero();

    assertThat(Files.readString(time)).startsWith("<svg").contains(", A</text>", ", B</text>");
    assertThat(Files.readString(latency)).contains("probe, B: ");
    assertThat(out.toString()).contains("/web cpu 0 |", "one column is 5.00 ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--mechanism=E | unknown mechanism 'E'",
        "--mechanism=AB | --mechanism is A, B, C or D",
        "--kernel=new | 'new' is not a kernel release",
        "--compare=A,B --mechanism=A | give one of them",
        "--limit=/wbe=5000 | expected GROUP=MAX with one of the groups [/web]",
        "--limit=/web=5 | the quota in microseconds is '5'",
        "--cpus=4 | --cpus is for rt-app files",
        "--timeline --from=3s | leave nothing to draw",
        "--duration=5 | '5' is no time",
      })
  void refusesWithCode2(String options, String message) throws IOException {
    assertThat(run(options.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void aMissingFileIsTheEnvironments() {
    assertThat(execute("bandwidth", "sim", directory.resolve("none.yaml").toString()))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(err.toString()).contains("none.yaml: no such file");
  }

  @Test
  void aBadFileNamesItsPlace() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.yaml"), "machine: {cpu: 1}\n");
    assertThat(execute("bandwidth", "sim", bad.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("bad.yaml:1:11: unknown key 'cpu' in machine: did you mean 'cpus'?");
  }

  @Test
  void takesRtAppFilesAndSaysWhatIsApproximated() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("rt.json"),
            """
            {"global": {"duration": 1}, "tasks": {"a": {"taskgroup": "/g", "mem": 8000000}}}
            """);
    assertThat(execute("bandwidth", "sim", file.toString(), "--cpus=1", "--limit=/g=10000 100000"))
        .isZero();
    assertThat(err.toString()).contains("approximated: 'mem'");
    assertThat(out.toString()).contains("on 1 CPU", "10000 100000");
  }
}
