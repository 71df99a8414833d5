package dev.kedge.bandwidth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locks that are handed over to waiters in groups that run dry. */
class LockHandoverTest {

  /** A waiter that was woken but has not run yet was handed the lock and never heard of it. */
  @ParameterizedTest
  @CsvSource({"RWSEM,6.18", "RWSEM,7.2", "RWSEM,7.3", "MUTEX,6.18", "MUTEX,7.2", "MUTEX,7.3"})
  void nobodyWaitsForALockThatIsFree(LockKind kind, String release) {
    Step fork =
        new Step.Syscall(
            List.of(
                kernel(500),
                new Step.Acquire("lock", LockMode.WRITE),
                kernel(200),
                new Step.Release("lock"),
                kernel(500)));
    Scenario scenario =
        new Scenario(
            "handover",
            Machine.of(1),
            Kernel.release(release),
            List.of(Group.of("/low", CpuLimit.of(5_000, 100_000))),
            List.of(new Lock("lock", kind)),
            List.of(
                Workload.of("low", "/low", 64, List.of(Step.Repeat.forever(List.of(fork, run())))),
                Workload.of(
                        "victim",
                        "/",
                        1,
                        List.of(
                            Step.Repeat.forever(
                                List.of(
                                    new Step.Operation("op", List.of(fork)),
                                    new Step.Sleep(Span.ms(10))))))
                    .starting(1_000_000_000, 0)),
            List.of(),
            11_000_000_000L,
            1);

    SimulationResult result = Simulation.run(scenario);

    assertThat(result.operations().getFirst().done()).isGreaterThan(700);
  }

  /**
   * A writer of a throttled group that waits for a free lock keeps no reader out: the reader steals
   * the lock ({@code rwsem_down_read_slowpath}). It used to queue behind the writer for periods.
   */
  @ParameterizedTest
  @CsvSource({"6.12", "6.18"})
  void aReaderDoesNotWaitForAWriterThatCannotRun(String release) {
    Step write =
        new Step.Syscall(
            List.of(
                new Step.Acquire("lock", LockMode.WRITE), kernel(100), new Step.Release("lock")));
    Step read =
        new Step.Syscall(
            List.of(new Step.Acquire("lock", LockMode.READ), kernel(20), new Step.Release("lock")));
    Step pause = new Step.Sleep(Span.ms(1));
    Scenario scenario =
        new Scenario(
            "steal",
            Machine.of(1),
            Kernel.release(release).withPreemptKernel(false),
            List.of(Group.of("/low", CpuLimit.of(1_000, 100_000))),
            List.of(new Lock("lock", LockKind.RWSEM)),
            List.of(
                Workload.of("low", "/low", 2, List.of(Step.Repeat.forever(List.of(write, run())))),
                Workload.of(
                    "victim",
                    "/",
                    1,
                    List.of(
                        Step.Repeat.forever(
                            List.of(new Step.Operation("op", List.of(read)), pause))))),
            List.of(),
            10_000_000_000L,
            1);

    SimulationResult result = Simulation.run(scenario);

    assertThat(result.operations().getFirst().nanoseconds().getMaxValue()).isLessThan(10_000_000);
  }

  /** Where no grace period has to be waited for, the writer goes on at once. */
  @ParameterizedTest
  @CsvSource({"0,990", "6000000,600"})
  void aWriterGoesOnAfterItsGracePeriod(long gracePeriodNs, long expected) {
    Scenario scenario =
        new Scenario(
            "writer",
            Machine.of(1).withGracePeriod(gracePeriodNs),
            Kernel.release("6.1"),
            List.of(),
            List.of(new Lock("lock", LockKind.PERCPU_RWSEM)),
            List.of(
                Workload.of(
                    "writer",
                    "/",
                    1,
                    List.of(
                        Step.Repeat.forever(
                            List.of(
                                new Step.Operation(
                                    "op",
                                    List.of(
                                        new Step.Syscall(
                                            List.of(
                                                new Step.Acquire("lock", LockMode.WRITE),
                                                kernel(20),
                                                new Step.Release("lock"))))),
                                new Step.Sleep(Span.ms(10))))))),
            List.of(),
            10_000_000_000L,
            1);

    SimulationResult result = Simulation.run(scenario);

    assertThat((double) result.operations().getFirst().done())
        .isBetween(expected * 0.95, expected * 1.05);
  }

  private static Step kernel(long us) {
    return new Step.Kernel(Span.us(us), Preemption.FULL);
  }

  private static Step run() {
    return new Step.Run(Span.us(20));
  }
}
