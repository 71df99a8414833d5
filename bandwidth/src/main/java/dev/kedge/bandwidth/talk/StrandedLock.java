package dev.kedge.bandwidth.talk;

import static dev.kedge.bandwidth.talk.Steps.forever;
import static dev.kedge.bandwidth.talk.Steps.kernel;
import static dev.kedge.bandwidth.talk.Steps.operation;
import static dev.kedge.bandwidth.talk.Steps.read;
import static dev.kedge.bandwidth.talk.Steps.release;
import static dev.kedge.bandwidth.talk.Steps.sleep;
import static dev.kedge.bandwidth.talk.Steps.syscall;
import static dev.kedge.bandwidth.talk.Steps.write;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.DistributionSvg;
import dev.kedge.bandwidth.picture.PowerOfTwoHistogram;
import dev.kedge.bandwidth.picture.Run;
import dev.kedge.bandwidth.picture.TimelineText;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.sim.OperationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The talk's main case: forks in a group with 1 ms per 100 ms hold {@code cgroup_threadgroup_rwsem}
 * for reading while the group is throttled, and everyone who moves a task between groups waits for
 * them, and everyone who forks waits for the mover.
 */
final class StrandedLock implements Experiment {
  private static final String LOCK = "cgroup_threadgroup_rwsem";
  private static final Run.Window WINDOW = new Run.Window(1_000_000_000, 1_500_000_000);

  @Override
  public String name() {
    return "stranded-lock";
  }

  @Override
  public String summary() {
    return "a lock holder throttled in kernel mode, and who waits for it";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table table =
        new Table(
            "Wait of the victims outside the limited group",
            2,
            "kernel",
            "victim",
            "done",
            "p50",
            "p99",
            "max",
            "unfinished",
            "talk");
    List<String> pictures = new ArrayList<>();
    List<DistributionSvg.Series> series = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (char letter : new char[] {'A', 'B'}) {
      String label = Character.toString(letter);
      Run run = settings.simulate(label, scenario(Kernel.mechanism(letter)), WINDOW);
      Map<String, Object> victims = new LinkedHashMap<>();
      for (OperationResult operation : run.result().operations()) {
        table.row(
            label,
            operation.name(),
            operation.done(),
            Times.percentile(operation, 50),
            Times.percentile(operation, 99),
            Times.longest(operation),
            Times.age(operation),
            letter == 'A' ? "up to periods" : "none");
        pictures.add(
            "@ns[%s, %s]:\n".formatted(label, operation.name())
                + PowerOfTwoHistogram.of(operation.nanoseconds()).text());
        series.add(
            new DistributionSvg.Series(operation.name() + ", " + label, operation.nanoseconds()));
        victims.put(operation.name(), Times.json(operation));
      }
      figures.put(label, victims);
      run.timeline()
          .ifPresent(timeline -> pictures.add(TimelineText.of(timeline, settings.width())));
    }
    String title = "Stranded lock holder: " + LOCK;
    return new TalkResult(
        name(),
        title,
        "The talk: under the group throttle (A) a task throttled inside the kernel keeps its locks"
            + " and its\nwaiters stand still for periods; throttled at the return to user mode (B)"
            + " it holds none.",
        List.of(table),
        List.of(
            "8 tasks fork (300 us under the lock for reading) in a group with cpu.max 1000 100000"
                + " on 2 CPUs; outside it one task moves itself between groups and one forks each"
                + " 10 ms.",
            "The section lengths are assumptions. RCU grace periods take no time here, as with the"
                + " favordynmods mount option, so that every wait is one for the lock."),
        pictures,
        Optional.of(DistributionSvg.of(title, series)),
        figures);
  }

  static Scenario scenario(Kernel kernel) {
    Step[] fork = {
      syscall(read(LOCK), kernel(300, Preemption.VOLUNTARY), release(LOCK)), Steps.run(100)
    };
    return new Scenario(
        "stranded lock",
        Machine.of(2).withGracePeriod(0),
        kernel,
        List.of(
            Group.of("/limited", CpuLimit.of(1_000, 100_000)),
            Group.of("/left", CpuLimit.NONE),
            Group.of("/right", CpuLimit.NONE)),
        List.of(new Lock(LOCK, LockKind.PERCPU_RWSEM)),
        List.of(
            Workload.of("forker", "/limited", 8, forever(fork)).starting(0, 300_000),
            Workload.of(
                    "mover",
                    "/left",
                    1,
                    forever(move("/right"), sleep(10_000), move("/left"), sleep(10_000)))
                .starting(100_000_000, 0),
            Workload.of(
                    "outsider",
                    "/",
                    1,
                    forever(
                        operation(
                            "fork",
                            syscall(read(LOCK), kernel(100, Preemption.VOLUNTARY), release(LOCK))),
                        sleep(10_000)))
                .starting(105_000_000, 0)),
        List.of(),
        10_000_000_000L,
        1);
  }

  private static Step move(String group) {
    return operation(
        "move",
        syscall(
            write(LOCK), kernel(20, Preemption.DISABLED), new Step.MoveTo(group), release(LOCK)));
  }
}
