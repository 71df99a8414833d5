package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A stall of a fifth of a second is seen in the heat map, and its selection names the culprit. */
class HeatMapTest {
  private static final String FUNCTION = "kedge_e2e_stall";
  private static final String PROGRAM = "kedge-stall";

  /** A slot of the heat map, and one for the sample that was due when the burning began. */
  private static final long SLACK_MILLIS = 40;

  /** When the program burned, by its own account, in epoch milliseconds. */
  private record Stall(long from, long to) {}

  @Test
  void aSelectionInTheMapNamesWhoStalledTheHost(@TempDir Path data)
      throws IOException, InterruptedException {
    assumeTrue(Distribution.isRoot(), "profiling every process needs root");
    Browser browser = Browser.installed();
    Path program = compiled();
    try (RunningKedge kedge = RunningKedge.up("heat", data, "--frequency", "99")) {
      Api api = kedge.api();
      String host = api.firstHost(Duration.ofSeconds(60));
      Stall stall = run(program);
      Instant from = Instant.ofEpochMilli(stall.from).truncatedTo(ChronoUnit.SECONDS);
      String range = from.minusSeconds(20) + ".." + from.plusSeconds(10);

      JsonNode map = awaitMap(api, host, from);

      assertThat(map.path("untimed").asLong()).isZero();
      long start = Instant.parse(map.path("start").asString()).toEpochMilli();
      for (int cell = 0; cell < map.path("counts").size(); cell++) {
        if (map.path("counts").get(cell).asLong() > 0 && samplesOfStall(map, cell, start, stall)) {
          assertThat(start + 20L * cell)
              .isBetween(stall.from - SLACK_MILLIS, stall.to + SLACK_MILLIS);
        }
      }
      JsonNode seen =
          browser.heat(
              kedge.address(),
              host,
              "range=%s&sel=%s&tab=heat&cmd=%s".formatted(range, range, PROGRAM),
              stall.from,
              stall.to);
      for (String colours : List.of("light", "dark")) {
        assertThat(seen.path(colours).path("top").asString()).contains(FUNCTION);
        assertThat(seen.path(colours).path("spot").asString()).contains("..");
      }
      assertThat(seen.path("keys").asString()).contains("..");
      assertThat(seen.path("errors").size()).as("errors: %s", seen.path("errors")).isZero();
      assertThat(seen.path("narrowOverflow").asInt()).isNotPositive();
    }
  }

  /** The program also starts and ends, seconds before and after it burns. */
  private static boolean samplesOfStall(JsonNode map, int cell, long start, Stall stall) {
    long at = start + map.path("rowMs").asLong() * cell;
    return at > stall.from - 2000 && at < stall.to + 2000;
  }

  private static JsonNode awaitMap(Api api, String host, Instant from) {
    return Patience.until(
        Duration.ofSeconds(60),
        "samples of the stall",
        () -> {
          JsonNode map =
              api.get(
                  "/api/v1/hosts/%s/heat?%s&command=%s"
                      .formatted(
                          Api.encoded(host),
                          Api.range(from.minusSeconds(20), from.plusSeconds(10)),
                          PROGRAM));
          return map.path("samples").asLong() >= 8 ? Optional.of(map) : Optional.empty();
        });
  }

  private static Stall run(Path program) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(program.toString()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    String[] times = said.strip().split(" ", -1);
    return new Stall(Long.parseLong(times[0]), Long.parseLong(times[1]));
  }

  private static Path compiled() throws IOException {
    assumeTrue(Distribution.installed("gcc"), "needs gcc (Debian: apt-get install gcc libc6-dev)");
    Path directory = Distribution.traces("stall");
    Path source = directory.resolve("stall.c");
    Path program = directory.resolve(PROGRAM);
    try (InputStream resource = HeatMapTest.class.getResourceAsStream("/e2e/stall.c")) {
      if (resource == null) {
        throw new AssertionError("the resource e2e/stall.c is missing");
      }
      Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Command compiler =
        Command.run(
            List.of("gcc", "-O0", "-o", program.toString(), source.toString()),
            Map.of(),
            new byte[0]);
    assertThat(compiler.exitCode()).as(compiler.err()).isZero();
    return program;
  }
}
