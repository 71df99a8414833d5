package dev.kedge.bandwidth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How kernels before 6.6 treat a task that has slept. */
class FairSleepersTest {

  /** {@code wakeup_preempt_entity}: credit for the sleep; by lag it waits for others' slices. */
  @ParameterizedTest
  @CsvSource({"5.15,true", "6.5,true", "6.6,false", "6.12,false"})
  void aWokenTaskRunsAtOnceBefore66(String release, boolean atOnce) {
    SimulationResult result = run(Kernel.release(release));

    // 10 s hold 970 jobs of 1 ms with 9.3 ms of sleep in between, if none waits for its turn.
    assertThat(result.operations().getFirst().done() > 960).isEqualTo(atOnce);
    assertThat(Kernel.release(release).fairSleepers()).isEqualTo(atOnce);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.15", "6.1"})
  void hogsStillShareTheCpu(String release) {
    SimulationResult result = run(Kernel.release(release));

    for (TaskResult task : result.tasks()) {
      if (task.name().startsWith("hog")) {
        assertThat(task.cpuNs()).isBetween(2_900_000_000L, 3_100_000_000L);
      }
    }
  }

  private static SimulationResult run(Kernel kernel) {
    Step job = new Step.Operation("op", List.of(new Step.Run(Span.us(1_000))));
    return Simulation.run(
        new Scenario(
            "sleeper",
            Machine.of(1),
            kernel,
            List.of(Group.of("/all", CpuLimit.NONE)),
            List.of(),
            List.of(
                Workload.of("hog", "/all", 3, List.of(new Step.Run(Span.ms(100_000)))),
                Workload.of(
                    "sleeper",
                    "/all",
                    1,
                    List.of(Step.Repeat.forever(List.of(job, new Step.Sleep(Span.us(9_300))))))),
            List.of(),
            10_000_000_000L,
            1));
  }
}
