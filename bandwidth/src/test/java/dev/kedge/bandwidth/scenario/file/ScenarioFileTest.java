package dev.kedge.bandwidth.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFileTest {
  private static final String HAND_WRITTEN =
      """
      machine: {cpus: 4, hz: 1000, tick-phase: 500us, unthrottle-cost: small-vm}
      kernel: {release: 6.18, pelt-clock: keep}
      groups:
        /pods: 200000 100000
        /pods/web: {max: 20000 50000, burst: 5000, weight: 200, offset: 3ms}
        /free:
      locks: {dir_i_rwsem: rwsem}
      workloads:
        burner: hog
        web:
          group: /pods/web
          tasks: 3
          cpus: 0-2
          nice: 5
          start: 1.5ms
          spread: 2ms
          steps:
            - every 50ms phase 1ms:
                - run exponential 5ms
                - operation "create file":
                    - syscall: [acquire dir_i_rwsem, kernel 50us, release dir_i_rwsem]
            - sleep: uniform 1ms 2ms
      events:
        - at 2s: limit /pods/web 50000 100000 burst 10000
        - at 3s: [kill web/0, offline 3]
      """;

  @Test
  void readsWhatAPersonWrites() {
    Scenario scenario = ScenarioFile.read("web.yaml", HAND_WRITTEN);

    assertThat(scenario.name()).isEqualTo("web.yaml");
    assertThat(scenario.machine().tickNs()).isEqualTo(1_000_000);
    assertThat(scenario.machine().baseSliceNs()).isEqualTo(Machine.of(4).baseSliceNs());
    assertThat(scenario.kernel().peltClock()).isEqualTo(Kernel.PeltClock.KEEP);
    assertThat(scenario.groups().get(0).limit()).isEqualTo(CpuLimit.of(200_000, 100_000));
    assertThat(scenario.groups().get(1).limit()).isEqualTo(new CpuLimit(20_000, 50_000, 5_000));
    assertThat(scenario.groups().get(1).shares()).isEqualTo(2048);
    assertThat(scenario.groups().get(2).limit()).isEqualTo(CpuLimit.NONE);
    assertThat(scenario.durationNs()).isEqualTo(10_000_000_000L);
    assertThat(scenario.workloads().get(0))
        .isEqualTo(Workload.of("burner", "/", 1, List.of(StepReader.HOG)));
    Workload web = scenario.workloads().get(1);
    assertThat(web.cpus()).isEqualTo(CpuSet.of(0, 1, 2));
    assertThat(web.startNs()).isEqualTo(1_500_000);
    assertThat(web.steps())
        .containsExactly(
            new Step.Periodic(
                "web",
                50_000_000,
                1_000_000,
                List.of(
                    new Step.Run(new Span.Exponential(5_000_000)),
                    new Step.Operation(
                        "create file",
                        List.of(
                            new Step.Syscall(
                                List.of(
                                    new Step.Acquire("dir_i_rwsem", LockMode.WRITE),
                                    new Step.Kernel(Span.us(50), Preemption.FULL),
                                    new Step.Release("dir_i_rwsem"))))))),
            new Step.Sleep(new Span.Uniform(1_000_000, 2_000_000)));
    assertThat(scenario.events())
        .containsExactly(
            new Event(
                2_000_000_000L,
                new Action.SetLimit("/pods/web", new CpuLimit(50_000, 100_000, 10_000))),
            new Event(3_000_000_000L, new Action.KillTask("web/0")),
            new Event(3_000_000_000L, new Action.CpuOffline(3)));
  }

  @Test
  void exportStaysReadable() {
    assertThat(ScenarioFile.write(ScenarioFile.read("web.yaml", HAND_WRITTEN)))
        .contains("kernel: {release: 6.18, pelt-clock: keep}\n")
        .contains("  /pods: 200000 100000\n")
        .contains("  /pods/web: {max: 20000 50000, burst: 5000, weight: 200, offset: 3ms}\n")
        .contains("      - every 50ms phase 1ms:\n          - run exponential 5ms\n")
        .contains("  - at 2s: limit /pods/web 50000 100000 burst 10000\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void refusesWithPlaceAndExpectation(String expected, String text) {
    assertThatThrownBy(() -> ScenarioFile.read("bad.yaml", text))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining("bad.yaml:" + expected);
  }

  @Test
  void aHugeFileIsRefusedBeforeItIsRead() {
    assertThatThrownBy(() -> ScenarioFile.read("bad.yaml", "a".repeat(3 << 20)))
        .hasMessageContaining("longer than");
  }

  @Test
  void halfOfACharacterIsRefusedWhereItStands() {
    assertThatThrownBy(() -> ScenarioFile.read("bad.yaml", "# a\n#" + "x".repeat(1019) + "\ud800"))
        .isInstanceOf(BandwidthException.class)
        .hasMessage("bad.yaml:2:1021: half of a character (unpaired surrogate U+D800)");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> ScenarioFile.read("bad.yaml", "a: " + "[".repeat(100_000)))
        .isInstanceOf(BandwidthException.class);
  }

  /** Blocks of the file: a line {@code === line:column: message}, then the scenario. */
  static Stream<Arguments> badFiles() throws IOException {
    try (InputStream in = ScenarioFileTest.class.getResourceAsStream("bad-scenarios.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("(?m)^=== ", -1))
          .skip(1)
          .map(block -> block.split("\n", 2))
          .map(block -> Arguments.of(block[0], block[1]));
    }
  }
}
