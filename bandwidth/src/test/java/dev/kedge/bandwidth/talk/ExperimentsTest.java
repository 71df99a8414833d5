package dev.kedge.bandwidth.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Mechanism;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The claims of the talk, as figures of the model. */
class ExperimentsTest {
  private static final double MS = 1e6;

  @Test
  void aThrottledReaderStopsTheWriterForPeriodsUpTo617AndNotFrom618On() {
    JsonNode waits = figures("stranded-lock", Settings.ofSeed(1));

    for (String victim : List.of("move", "fork")) {
      assertThat(waits.path("A").path(victim).path("maxNs").asLong() / MS).isGreaterThan(50);
      assertThat(waits.path("B").path(victim).path("maxNs").asLong() / MS).isLessThan(5);
      assertThat(waits.path("B").path(victim).path("done").asLong()).isGreaterThan(950);
    }
  }

  @Test
  void theDirectoryAndThePipeComeOutAsMeasured() {
    JsonNode locks = figures("locks", Settings.ofSeed(1));

    for (String lock : List.of("dir", "pipe")) {
      for (String release : LockCases.RELEASES) {
        JsonNode cell = locks.path(lock).path(release);
        assertThat(cell.path("verdict").asString()).as(lock + " " + release).isEqualTo("NEAR");
      }
      for (String release : List.of("6.1", "6.12", "6.17")) {
        JsonNode cell = locks.path(lock).path(release).path("simulated");
        assertThat(cell.path("operations").asLong()).isEqualTo(1);
        assertThat(cell.path("censored").asBoolean()).isTrue();
      }
      for (String release : List.of("6.18", "7.3")) {
        JsonNode cell = locks.path(lock).path(release).path("simulated");
        assertThat(cell.path("operations").asDouble()).isCloseTo(985, within(10.0));
        assertThat(cell.path("maxNs").asLong() / MS).isLessThan(1);
        // The debt of what ran in the kernel is never repaid, so no interval is ever closed.
        assertThat(cell.path("throttledUsec").asLong()).isZero();
        assertThat(cell.path("nrThrottled").asLong()).isGreaterThan(100);
      }
    }
  }

  /** Two of the measured runs are rare ones of their kernels, as booting those again shows. */
  @Test
  void allLocksComeOutWithinAnOrderOfMagnitudeOrInTheRangeOfTheSeeds() {
    JsonNode locks = figures("locks", Settings.ofSeed(1));

    List<String> far = new ArrayList<>();
    for (LockCase lock : LockCases.all()) {
      for (String release : LockCases.RELEASES) {
        JsonNode cell = locks.path(lock.name()).path(release);
        String verdict = cell.path("verdict").asString();
        String name = lock.name() + " on " + release;
        assertThat(verdict).as(name).isIn("NEAR", "IN_RANGE");
        if (!verdict.equals("NEAR")) {
          far.add(name);
        }
        if (cell.has("bootedAgain") && Kernel.release(release).mechanism() == Mechanism.GROUP) {
          overlap(name, cell.path("bootedAgain"), cell.path("simulated").path("seeds"));
        }
      }
    }
    assertThat(far).isSubsetOf("mm, preempt=full on 6.17", "fork, preempt=full on 6.1");
  }

  /** Within a fifth: the work around the locks is not the same to the last operation. */
  private static void overlap(String name, JsonNode kernels, JsonNode seeds) {
    double margin = 1.2;
    assertThat(seeds.path("fewest").asDouble())
        .as(name)
        .isLessThanOrEqualTo(margin * kernels.path("most").asDouble());
    assertThat(margin * seeds.path("most").asDouble())
        .as(name)
        .isGreaterThanOrEqualTo(kernels.path("fewest").asDouble());
    assertThat(margin * seeds.path("mostMaxMs").asDouble())
        .as(name)
        .isGreaterThanOrEqualTo(kernels.path("leastMaxMs").asDouble());
  }

  @Test
  void noLockStallsFrom618On() {
    JsonNode locks = figures("locks", Settings.ofSeed(7));

    for (LockCase lock : LockCases.all()) {
      for (String release : List.of("6.18", "7.3")) {
        JsonNode cell = locks.path(lock.name()).path(release).path("simulated");
        assertThat(cell.path("seeds").path("fewest").asLong())
            .as(lock.name() + " " + release)
            .isGreaterThan(800);
      }
    }
  }

  @Test
  void aWokenTaskGivesItsLockBackInAThrottledGroupFrom618On() {
    JsonNode lengths = figures("woken-task", Settings.ofSeed(1));

    assertThat(lengths.path("A").path("longestHoldNs").asLong() / MS).isGreaterThan(80);
    for (String later : List.of("B", "C", "D")) {
      assertThat(lengths.path(later).path("longestHoldNs").asLong() / MS).isLessThan(20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C", "D"})
  void aTaskMovedOutRunsAndOneMovedInDoesNot(String mechanism) {
    JsonNode moves = figures("group-change", Settings.ofSeed(1)).path(mechanism);

    assertThat(moves.path("throttled, to a free group").path("delayNs").asLong()).isZero();
    assertThat(moves.path("running, to a throttled group").path("userNs").asLong() / MS)
        .isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C", "D"})
  void anotherCpuIsNoWayOutOfAThrottle(String mechanism) {
    JsonNode moves = figures("affinity-change", Settings.ofSeed(1)).path(mechanism);

    for (JsonNode move : moves) {
      assertThat(move.path("userNs").asLong() / MS).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aTaskEscapesItsParentsThrottleOn72Only() {
    JsonNode nested = figures("nested", Settings.ofSeed(1));

    assertThat(nested.path("7.2").path("longestStallNs").asLong())
        .isGreaterThan(4 * nested.path("6.12").path("longestStallNs").asLong());
    assertThat(nested.path("7.2").path("throttledNs").asLong() / MS).isBetween(7_500.0, 10_000.0);
    for (String release : List.of("6.12", "6.18", "7.3")) {
      JsonNode run = nested.path(release);
      assertThat(run.path("throttledNs").asLong() / MS).isBetween(4_700.0, 5_300.0);
      assertThat(run.path("longestStallNs").asLong() / MS).isBetween(45.0, 75.0);
      assertThat(run.path("childLocalNs")).isEqualTo(run.path("throttledNs"));
    }
  }

  @Test
  void unthrottlingCostsWhatTheTracesShow() {
    JsonNode calls = figures("unthrottle-cost", Settings.ofSeed(1).withDuration(500_000_000));

    JsonNode inline = calls.path("inline");
    assertThat(inline.path("longestNs").asLong() / MS).isCloseTo(67.3, within(6.7));
    assertThat(inline.path("medianNs").asLong() / MS).isCloseTo(67.3, within(6.7));
    assertThat(inline.path("longest").path("queues").asLong()).isEqualTo(422_784);
    assertThat(inline.path("longest").path("tasks").asLong()).isEqualTo(10_000);
    assertThat(mode(inline)).isEqualTo(1L << 26);
    JsonNode async = calls.path("async");
    assertThat(async.path("longestNs").asLong() / MS).isCloseTo(1.592, within(0.159));
    assertThat(async.path("longest").path("remote").asLong()).isEqualTo(383);
    assertThat(async.path("longest").path("queues").asLong()).isEqualTo(1_101);
    assertThat(mode(async)).isEqualTo(1L << 20);
  }

  private static long mode(JsonNode calls) {
    return calls.path("histogram").properties().stream()
        .max(Map.Entry.comparingByValue((a, b) -> Long.compare(a.asLong(), b.asLong())))
        .map(bucket -> Long.parseLong(bucket.getKey()))
        .orElseThrow();
  }

  @Test
  void partialThrottleCountsFromTheFirstTaskAndLoadFollowsItsClock() {
    JsonNode policies = figures("partial-throttle", Settings.ofSeed(1));

    JsonNode first = policies.path("FIRST_TASK/STOP_WHEN_EMPTY");
    JsonNode last = policies.path("LAST_TASK/STOP_WHEN_EMPTY");
    double empty = first.path("emptyNs").asLong();
    double partial = first.path("partialNs").asLong();
    assertThat(partial).isGreaterThan(5e8);
    assertThat(last.path("throttledNs").asDouble()).isCloseTo(empty, within(empty * 0.02));
    assertThat(first.path("throttledNs").asDouble())
        .isCloseTo(empty + partial, within((empty + partial) * 0.02));
    double kept = first.path("loadAtUnthrottle").asDouble();
    assertThat(policies.path("FIRST_TASK/KEEP").path("loadAtUnthrottle").asDouble())
        .isLessThan(kept / 3);
    assertThat(policies.path("FIRST_TASK/STOP_AT_THROTTLE").path("loadAtUnthrottle").asDouble())
        .isGreaterThan(kept);
  }

  @Test
  void responsesFallOffACliff() {
    JsonNode sweep = figures("quota-cliff", Settings.ofSeed(1)).path("B");

    long narrow = sweep.get(0).path("p99Ns").asLong();
    long ample = sweep.get(sweep.size() - 1).path("p99Ns").asLong();
    assertThat(narrow).isGreaterThan(50 * ample);
    assertThat(sweep.get(sweep.size() - 1).path("throttledShare").asDouble()).isZero();
  }

  @Test
  void everyExperimentHasANameOfItsOwnAndAText() {
    assertThat(Experiment.all()).extracting(Experiment::name).doesNotHaveDuplicates();
    assertThat(Experiment.named("group-change").orElseThrow().run(Settings.ofSeed(1)).text())
        .contains("The moved task", "talk");
    assertThat(Experiment.named("none")).isEmpty();
  }

  private static JsonNode figures(String name, Settings settings) {
    TalkResult result = Experiment.named(name).orElseThrow().run(settings);
    JsonMapper mapper = JsonMapper.shared();
    return mapper.readTree(mapper.writeValueAsString(result.json()));
  }
}
