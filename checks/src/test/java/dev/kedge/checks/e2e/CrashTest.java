package dev.kedge.checks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SIGKILL at any moment loses nothing that was acknowledged and corrupts nothing. */
class CrashTest {
  private static final int KILLS = 10;
  private static final int HOSTS = 3;

  // The moments differ from run to run on purpose; a failure names the seed that repeats them.
  private final long seed = Long.getLong("kedge.crash.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void acknowledgedWindowsOutliveTenKills(@TempDir Path data) throws InterruptedException {
    Instant begin = Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);
    List<WindowLoad> loads =
        IntStream.range(0, HOSTS)
            .mapToObj(i -> new WindowLoad("crash-" + i, "load", begin, seed + i))
            .toList();
    for (int kill = 1; kill <= KILLS; kill++) {
      try (RunningKedge kedge = RunningKedge.up("crash-" + kill, data)) {
        check(kedge, loads, begin);
        loadAndKill(kedge, loads);
      }
    }
    try (RunningKedge kedge = RunningKedge.up("crash-end", data)) {
      check(kedge, loads, begin);
      for (WindowLoad load : loads) {
        assertThat(load.acknowledged()).as("the load of %s", load.host()).hasSizeGreaterThan(KILLS);
        queriesGiveEverything(kedge.api(), load, begin);
      }
    }
  }

  private void loadAndKill(RunningKedge kedge, List<WindowLoad> loads) throws InterruptedException {
    List<Thread> senders =
        loads.stream()
            .map(load -> Thread.ofPlatform().start(() -> load.sendUntilGone(kedge.api())))
            .toList();
    Patience.sleep(Duration.ofMillis(700 + random.nextInt(2500)));
    kedge.kill();
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void check(RunningKedge kedge, List<WindowLoad> loads, Instant begin) {
    Api api = kedge.api();
    JsonNode health = api.get("/healthz");
    assertThat(health.path("status").asString()).as("%s seed %d", health, seed).isEqualTo("ok");
    JsonNode store = api.get("/api/v1/status").path("store");
    assertThat(store.path("quarantinedFiles").asLong(-1))
        .as("damaged files, seed %d, see %s", seed, kedge.log())
        .isZero();
    for (WindowLoad load : loads) {
      if (!load.acknowledged().isEmpty()) {
        Map<Long, Long> kept = kept(api, load, begin);
        assertThat(kept)
            .as("windows of %s, seed %d, see %s", load.host(), seed, kedge.log())
            .containsAllEntriesOf(load.acknowledged());
        assertThat((long) kept.size()).isLessThanOrEqualTo(load.attempted());
      }
    }
  }

  /** Samples by start of the windows the server has of that host; each start once. */
  private static Map<Long, Long> kept(Api api, WindowLoad load, Instant begin) {
    JsonNode coverage = api.get(path(load) + "/coverage?" + Api.range(begin, load.end()));
    Map<Long, Long> kept = new HashMap<>();
    for (int i = 0; i < coverage.path("starts").size(); i++) {
      Long twice =
          kept.put(
              coverage.path("starts").get(i).asLong(), coverage.path("samples").get(i).asLong());
      assertThat(twice).as("a window that is there twice").isNull();
    }
    return kept;
  }

  /** The flame graph adds up what the windows hold: dictionaries came through the kills as well. */
  private static void queriesGiveEverything(Api api, WindowLoad load, Instant begin) {
    FlameColumns flame =
        new FlameColumns(api.get(path(load) + "/flame?" + Api.range(begin, load.end())));
    long kept = kept(api, load, begin).values().stream().mapToLong(Long::longValue).sum();

    assertThat(flame.samples()).isEqualTo(kept);
    assertThat(flame.total(0)).isEqualTo(kept);
    assertThat(
            IntStream.range(2, flame.size())
                .mapToObj(flame::name)
                .filter(name -> !name.startsWith("load_"))
                .limit(5))
        .as("frames whose name was lost")
        .isEmpty();
  }

  private static String path(WindowLoad load) {
    return "/api/v1/hosts/" + Api.encoded(load.host());
  }
}
