package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.List;
import java.util.Optional;

/** A throttled task is moved out of its group, and a free one into a throttled group. */
final class GroupChange implements Experiment {
  private static final long MS = 1_000_000;
  private static final long OUT = 260 * MS;
  private static final long IN = 360 * MS;
  private static final long END = 500 * MS;

  @Override
  public String name() {
    return "group-change";
  }

  @Override
  public String summary() {
    return "a throttled task leaves its group, a running one enters a throttled group";
  }

  @Override
  public TalkResult run(Settings settings) {
    TaskMoves.Seen seen =
        new TaskMoves(
                List.of(
                    new TaskMoves.Move("throttled, to a free group", OUT, IN),
                    new TaskMoves.Move("running, to a throttled group", IN, 400 * MS)),
                200 * MS,
                END)
            .simulate(GroupChange::scenario, settings);
    return new TalkResult(
        name(),
        "Change of the task group while throttled",
        "The talk: from B on a throttled task is on no queue, so a change of its group has to take"
            + " it off the\nlist of throttled tasks and queue it anew, or put it on the new group's"
            + " list. Under all mechanisms it\nruns at once in a free group, and no longer than a"
            + " tick in a throttled one.",
        List.of(seen.table()),
        List.of(
            "1 CPU; hogs in two groups with cpu.max 20000 100000, throttled when the moves happen"
                + " at 260 and 360 ms. The user time is counted until the next move, and for 40 ms"
                + " after the last.",
            "There is no published figure for this case."),
        seen.pictures(),
        Optional.of(seen.svg()),
        seen.figures());
  }

  static Scenario scenario(Kernel kernel) {
    CpuLimit limit = CpuLimit.of(20_000, 100_000);
    return new Scenario(
        "group change",
        Machine.of(1),
        kernel,
        List.of(
            Group.of("/limited", limit).withTimerOffset(0),
            Group.of("/other", limit).withTimerOffset(0),
            Group.of("/free", CpuLimit.NONE)),
        List.of(),
        List.of(
            Workload.of("moved", "/limited", 1, Steps.HOG),
            Workload.of("resident", "/other", 1, Steps.HOG)),
        List.of(
            new Event(OUT, new Action.MoveTask("moved", "/free")),
            new Event(IN, new Action.MoveTask("moved", "/other"))),
        END,
        1);
  }
}
