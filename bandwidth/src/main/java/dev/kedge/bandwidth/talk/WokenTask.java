package dev.kedge.bandwidth.talk;

import static dev.kedge.bandwidth.talk.Steps.forever;
import static dev.kedge.bandwidth.talk.Steps.kernel;
import static dev.kedge.bandwidth.talk.Steps.operation;
import static dev.kedge.bandwidth.talk.Steps.release;
import static dev.kedge.bandwidth.talk.Steps.sleep;
import static dev.kedge.bandwidth.talk.Steps.syscall;
import static dev.kedge.bandwidth.talk.Steps.write;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.DistributionSvg;
import dev.kedge.bandwidth.picture.Run;
import dev.kedge.bandwidth.picture.TimelineText;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.TaskResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task that sleeps in the kernel with a mutex, as one does that waits for a disk, wakes up while
 * its group is throttled.
 */
final class WokenTask implements Experiment {
  private static final String LOCK = "mutex";
  private static final String WAIT = "victim takes the lock";
  private static final Run.Window WINDOW = new Run.Window(1_000_000_000, 1_300_000_000);

  @Override
  public String name() {
    return "woken-task";
  }

  @Override
  public String summary() {
    return "a task that wakes up in kernel mode while its group is throttled";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table table =
        new Table(
            "A victim outside the group that takes the lock each 10 ms",
            1,
            "kernel",
            "done",
            "p50",
            "p99",
            "max",
            "lock held for up to",
            "woken task, by the talk");
    List<String> pictures = new ArrayList<>();
    List<DistributionSvg.Series> series = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (char letter : new char[] {'A', 'B', 'C', 'D'}) {
      String label = Character.toString(letter);
      Run run = settings.simulate(label, scenario(Kernel.mechanism(letter)), WINDOW);
      long held = run.result().tasks().stream().mapToLong(TaskResult::holdsNs).max().orElse(0);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("longestHoldNs", held);
      for (OperationResult operation : run.result().operations()) {
        table.row(
            label,
            operation.done(),
            Times.percentile(operation, 50),
            Times.percentile(operation, 99),
            Times.longest(operation),
            TimeText.rounded(held),
            letter == 'A' ? "waits for a refill" : "runs to user mode");
        series.add(
            new DistributionSvg.Series(operation.name() + ", " + label, operation.nanoseconds()));
        json.put(operation.name(), Times.json(operation));
      }
      figures.put(label, json);
      if (letter <= 'B') {
        run.timeline()
            .ifPresent(timeline -> pictures.add(TimelineText.of(timeline, settings.width())));
      }
    }
    String title = "A task that wakes up in a throttled group";
    return new TalkResult(
        name(),
        title,
        "The talk: under A a woken task is queued below a throttled group and stays there with its"
            + " locks;\nfrom B on it is queued as usual and leaves at its return to user mode.",
        List.of(table),
        List.of(
            "1 CPU, cpu.max 10000 100000: a hog uses the quota, beside it a task holds a mutex for"
                + " 15 ms asleep and 200 us at work; a victim outside takes the mutex each 10 ms.",
            "There is no published figure for this case; lengths are assumptions."),
        pictures,
        Optional.of(DistributionSvg.of(title, series)),
        figures);
  }

  static Scenario scenario(Kernel kernel) {
    return new Scenario(
        "woken task",
        Machine.of(1),
        kernel,
        List.of(Group.of("/limited", CpuLimit.of(10_000, 100_000))),
        List.of(new Lock(LOCK, LockKind.MUTEX)),
        List.of(
            Workload.of("hog", "/limited", 1, Steps.HOG),
            Workload.of(
                "sleeper",
                "/limited",
                1,
                forever(
                    syscall(
                        write(LOCK),
                        sleep(15_000),
                        kernel(200, Preemption.VOLUNTARY),
                        release(LOCK)),
                    Steps.run(50),
                    sleep(5_000))),
            Workload.of(
                "victim",
                "/",
                1,
                forever(
                    operation(
                        WAIT,
                        syscall(write(LOCK), kernel(50, Preemption.VOLUNTARY), release(LOCK))),
                    sleep(10_000)))),
        List.of(),
        10_000_000_000L,
        1);
  }
}
