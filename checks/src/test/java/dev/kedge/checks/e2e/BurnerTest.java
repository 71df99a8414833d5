package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.model.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The product's main job, end to end: a hog started by hand is seen by name, and as the change. */
class BurnerTest {
  private static final int KERNEL = 2;

  @Test
  void hogShowsUpByNameAndInTheDifference(@TempDir Path data) {
    assumeTrue(Distribution.isRoot(), "profiling every process needs root");
    try (RunningKedge kedge = RunningKedge.up("burner", data)) {
      Api api = kedge.api();
      String host = api.firstHost(Duration.ofSeconds(60));
      String path = "/api/v1/hosts/" + Api.encoded(host);
      TimeRange before = firstWindow(api, path);
      Instant started = Instant.now();
      try (Burner burner = Burner.start()) {
        FlameColumns flame =
            Patience.until(
                Duration.ofSeconds(30),
                Burner.FUNCTION + " in the flame graph",
                () -> flame(api, path, started, burner));

        // Samples of the first moments, before its file's unwind table is made, have other stacks.
        assertThat(flame.named(Burner.FUNCTION))
            .anySatisfy(node ->
                assertThat(flame.path(node))
                    .containsSubsequence("main", Burner.CALLER, Burner.FUNCTION));
        assertThat(flame.totalOf(Burner.FUNCTION)).isGreaterThan(20);

        FlameColumns whole =
            new FlameColumns(api.get(path + "/flame?" + Api.range(before.start(), Instant.now())));
        assertThat(whole.samples()).isGreaterThanOrEqualTo(flame.samples());
        assertThat(whole.ofOrigin(KERNEL)).as("frames of the kernel").isPositive();

        JsonNode change = change(api, path, before, started);
        assertThat(change.path("self").asLong()).isPositive();
        assertThat(change.path("baseSelf").asLong()).isZero();
        assertThat(change.path("z").asDouble()).isGreaterThan(3);
        processesNameIt(api, path, started, burner);
      }
    }
  }

  /** Waits for the first profile window of the host: what the change is measured against. */
  private static TimeRange firstWindow(Api api, String path) {
    Instant from = Instant.now().minus(Duration.ofMinutes(10));
    return Patience.until(
        Duration.ofSeconds(60),
        "the first profile window",
        () -> {
          JsonNode coverage = api.get(path + "/coverage?" + Api.range(from, Instant.now()));
          return coverage.path("starts").isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new TimeRange(
                      Instant.ofEpochMilli(coverage.path("starts").get(0).asLong()),
                      Instant.ofEpochMilli(coverage.path("ends").get(0).asLong())));
        });
  }

  private static Optional<FlameColumns> flame(
      Api api, String path, Instant started, Burner burner) {
    FlameColumns flame =
        new FlameColumns(
            api.get(
                "%s/flame?%s&pid=%d"
                    .formatted(path, Api.range(started, Instant.now()), burner.pid())));
    return flame.totalOf(Burner.FUNCTION) > 20 ? Optional.of(flame) : Optional.empty();
  }

  private static JsonNode change(Api api, String path, TimeRange before, Instant started) {
    JsonNode diff =
        api.get(
            "%s/flame/diff?%s&baseFrom=%d&baseTo=%d"
                .formatted(
                    path,
                    Api.range(started, Instant.now()),
                    before.start().toEpochMilli(),
                    before.end().toEpochMilli()));
    return StreamSupport.stream(diff.path("functions").spliterator(), false)
        .filter(function -> function.path("name").asString().equals(Burner.FUNCTION))
        .findFirst()
        .orElseThrow(() -> new AssertionError(Burner.FUNCTION + " is not among the changes"));
  }

  private static void processesNameIt(Api api, String path, Instant started, Burner burner) {
    JsonNode processes = api.get(path + "/processes?" + Api.range(started, Instant.now()));
    assertThat(processes.path("processes"))
        .anySatisfy(process -> {
          assertThat(process.path("pid").asLong()).isEqualTo(burner.pid());
          assertThat(process.path("command").asString()).isEqualTo("kedge-burner");
        });
  }
}
