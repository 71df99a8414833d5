package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge profile}: the file, its statistics, and what can be asked of it afterwards. */
class ProfileCommandTest {
  private static final List<String> KEYS =
      List.of(
          "durationNs",
          "samples",
          "lost",
          "userStacks",
          "completeUserStacks",
          "truncatedStacks",
          "agentCpuNs",
          "maxRssBytes",
          "storedBytes");

  @Test
  void recordsABurnerAndShowsIt(@TempDir Path directory) throws IOException {
    assumeTrue(Distribution.isRoot(), "profiling every process needs root");
    Path out = directory.resolve("host.pb.gz");
    Path stats = directory.resolve("stats.json");
    Command record;
    try (Burner burner = Burner.start()) {
      record =
          Command.kedge(
              "profile",
              "record",
              "--duration",
              "5s",
              "--frequency",
              "49",
              "--out",
              out.toString(),
              "--stats",
              stats.toString());
      assertThat(burner.pid()).isPositive();
    }
    assertThat(record.exitCode()).as(record.err()).isZero();

    JsonNode json = JsonMapper.shared().readTree(Files.readString(stats));
    assertThat(KEYS)
        .allSatisfy(key -> assertThat(json.path(key).isIntegralNumber()).as(key).isTrue());
    assertThat(json.path("durationNs").asLong()).isGreaterThanOrEqualTo(4_500_000_000L);
    assertThat(json.path("samples").asLong()).isGreaterThan(49);
    assertThat(json.path("completeUserStacks").asLong())
        .isBetween(1L, json.path("userStacks").asLong());
    assertThat(json.path("agentCpuNs").asLong()).isPositive();
    assertThat(json.path("startNs").asLong()).isPositive();
    assertThat(json.path("maxRssBytes").asLong()).isGreaterThan(1 << 20);
    assertThat(json.path("storedBytes").asLong()).isPositive();

    try (InputStream file = new BufferedInputStream(Files.newInputStream(out))) {
      assertThat(new byte[] {(byte) file.read(), (byte) file.read()})
          .as("gzip's first bytes")
          .containsExactly(0x1f, 0x8b);
    }
    Command show = Command.kedge("profile", "show", out.toString());
    assertThat(show.exitCode()).as(show.err()).isZero();
    assertThat(show.out()).contains(Burner.FUNCTION);
    Command diff = Command.kedge("profile", "diff", out.toString(), out.toString());
    assertThat(diff.exitCode()).as(diff.err()).isIn(0, 1);
  }

  @Test
  void damagedProfileIsNamed(@TempDir Path directory) throws IOException {
    Path broken = Files.write(directory.resolve("broken.pb.gz"), new byte[] {0x1f, (byte) 0x8b, 1});

    Command show = Command.kedge("profile", "show", broken.toString());

    assertThat(show.exitCode()).isIn(2, 3);
    assertThat(show.err()).contains("broken.pb.gz").doesNotContain("\tat ");
  }

  @Test
  void filesAreFilteredByWhatTheyTell(@TempDir Path directory) throws IOException {
    Path before =
        Files.writeString(directory.resolve("a.folded"), "shop;serve 900\ncron;tick 300\n");
    Path after =
        Files.writeString(directory.resolve("b.folded"), "shop;serve 900\ncron;tock 300\n");

    Command show = Command.kedge("profile", "show", before.toString(), "--filter", "command!=cron");
    assertThat(show.exitCode()).as(show.err()).isZero();
    assertThat(show.out()).contains("900 samples", "serve").doesNotContain("tick");

    List<String> diff = List.of("profile", "diff", before.toString(), after.toString(), "--filter");
    Command same = Command.kedge(with(diff, "command=shop"));
    assertThat(same.out()).contains("no function changed its share");
    Command other = Command.kedge(with(diff, "command=cron", "--base-filter", "command=shop"));
    assertThat(other.out()).contains("tock", "serve").doesNotContain("tick");

    Command untold = Command.kedge(with(diff, "thread=x"));
    assertThat(untold.exitCode()).isEqualTo(2);
    assertThat(untold.err()).contains("a.folded: no sample tells its thread: filter by command");
  }

  @Test
  void otlpInJsonIsReadLineByLine(@TempDir Path directory) throws IOException {
    String line =
        "{\"resourceProfiles\":[{\"scopeProfiles\":[{\"profiles\":[{\"sampleType\":"
            + "{\"typeStrindex\":1,\"unitStrindex\":2},\"samples\":[{\"stackIndex\":1,"
            + "\"values\":[\"2\"]}]}]}]}],\"dictionary\":{\"mappingTable\":[{}],"
            + "\"locationTable\":[{},{\"lines\":[{\"functionIndex\":1}]}],"
            + "\"functionTable\":[{},{\"nameStrindex\":3}],"
            + "\"stringTable\":[\"\",\"samples\",\"count\",\"work\"],"
            + "\"stackTable\":[{},{\"locationIndices\":[1]}],\"attributeTable\":[{}]}}\n";
    Path file = Files.writeString(directory.resolve("profiles.json"), line + line);
    Command show = Command.kedge("profile", "show", file.toString());
    assertThat(show.exitCode()).as(show.err()).isZero();
    assertThat(show.out()).contains("4 samples", "work");

    Files.writeString(file, line + "{\"resourceProfiles\":{}}\n");
    Command wrong = Command.kedge("profile", "import", file.toString(), "--host", "web-7");
    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.err()).contains("profiles.json: line 2: column ", "at /resourceProfiles");
  }

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void nonsenseDurationIsAUsageError(@TempDir Path directory) {
    Command record =
        Command.kedge(
            "profile", "record", "--duration", "soon", "--out", directory.resolve("x").toString());

    assertThat(record.exitCode()).isEqualTo(2);
    assertThat(record.err()).contains("--duration");
  }
}
