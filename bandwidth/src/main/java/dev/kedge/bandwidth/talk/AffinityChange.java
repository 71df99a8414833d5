package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.List;
import java.util.Optional;

/** A throttled task is sent to another CPU, whose queue of the group is empty or throttled too. */
final class AffinityChange implements Experiment {
  private static final long MS = 1_000_000;
  private static final long OVER = 260 * MS;
  private static final long BACK = 460 * MS;
  private static final long END = 600 * MS;

  @Override
  public String name() {
    return "affinity-change";
  }

  @Override
  public String summary() {
    return "a throttled task is sent to another CPU";
  }

  @Override
  public TalkResult run(Settings settings) {
    TaskMoves.Seen seen =
        new TaskMoves(
                List.of(
                    new TaskMoves.Move("to a CPU the group does not use", OVER, 300 * MS),
                    new TaskMoves.Move("to a CPU where it is throttled", BACK, 500 * MS)),
                200 * MS,
                END)
            .simulate(AffinityChange::scenario, settings);
    return new TalkResult(
        name(),
        "Change of the CPU while throttled",
        "The talk: as with the group, a throttled task that may no longer run on its CPU moves to"
            + " the new CPU's\nqueue, or to its list of throttled tasks where that one is throttled"
            + " as well.",
        List.of(seen.table()),
        List.of(
            "2 CPUs, one group with cpu.max 20000 100000 and two hogs pinned to CPU 0; one of them"
                + " is sent to CPU 1 at 260 ms and back at 460 ms, both times while the pool is"
                + " empty. The user time is counted for 40 ms, until the refill.",
            "From B on a queue the group has not used has 1 ns left, so the task runs there until"
                + " the next tick stops it; under A a queue begins with nothing.",
            "There is no published figure for this case."),
        seen.pictures(),
        Optional.of(seen.svg()),
        seen.figures());
  }

  static Scenario scenario(Kernel kernel) {
    return new Scenario(
        "affinity change",
        Machine.of(2),
        kernel,
        List.of(Group.of("/limited", CpuLimit.of(20_000, 100_000)).withTimerOffset(0)),
        List.of(),
        List.of(
            Workload.of("moved", "/limited", 1, Steps.HOG).on(CpuSet.parse("0")),
            Workload.of("resident", "/limited", 1, Steps.HOG).on(CpuSet.parse("0"))),
        List.of(
            new Event(OVER, new Action.SetTaskAffinity("moved", CpuSet.parse("1"))),
            new Event(BACK, new Action.SetTaskAffinity("moved", CpuSet.parse("0")))),
        END,
        1);
  }
}
