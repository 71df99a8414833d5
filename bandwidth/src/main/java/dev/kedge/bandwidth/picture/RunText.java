package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.TaskResult;
import dev.kedge.model.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Tables of what came of runs, for a terminal; runs of one scenario stand in the same tables, one
 * below the other.
 */
public final class RunText {
  private static final int MAX_TASKS = 40;
  private static final int MAX_GROUPS = 60;
  private static final int US = 1_000;

  private RunText() {}

  /** The tables of runs of one scenario. */
  public static String of(List<Run> runs) {
    StringBuilder text = new StringBuilder();
    for (Run run : runs) {
      text.append(title(run)).append('\n');
    }
    text.append('\n').append(groups(runs));
    if (runs.stream().anyMatch(run -> !run.result().operations().isEmpty())) {
      text.append('\n').append(operations(runs));
    }
    return text.append('\n').append(tasks(runs)).toString();
  }

  /** Length distributions of every operation, as bpftrace prints a histogram of nanoseconds. */
  public static String histograms(List<Run> runs) {
    StringBuilder text = new StringBuilder();
    for (Run run : runs) {
      for (OperationResult operation : run.result().operations()) {
        text.append("@ns[%s, %s]:\n".formatted(run.label(), Printable.of(operation.name(), 100)))
            .append(PowerOfTwoHistogram.of(operation.nanoseconds()).text())
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String title(Run run) {
    Kernel kernel = run.scenario().kernel();
    return "%s: %s on %d %s, kernel %s, mechanism %s, seed %d"
        .formatted(
            Printable.of(run.scenario().name(), 200),
            TimeText.rounded(run.result().durationNs()),
            run.scenario().machine().cpus(),
            run.scenario().machine().cpus() == 1 ? "CPU" : "CPUs",
            Printable.of(kernel.name(), 60),
            kernel.mechanism().letter(),
            run.scenario().seed());
  }

  private static String groups(List<Run> runs) {
    TextTable table =
        new TextTable(
            3,
            "group",
            "run",
            "cpu.max",
            "usage_usec",
            "user_usec",
            "system_usec",
            "nr_periods",
            "nr_throttled",
            "throttled_usec",
            "nr_bursts",
            "burst_usec",
            "local");
    List<String> paths = List.copyOf(runs.getFirst().result().groups().keySet());
    for (String path : paths.subList(0, Math.min(MAX_GROUPS, paths.size()))) {
      for (Run run : runs) {
        GroupCounters counters = run.result().groups().get(path);
        if (counters != null) {
          group(table, path, run, counters);
        }
      }
    }
    return table
        + (paths.size() > MAX_GROUPS ? "and %d more\n".formatted(paths.size() - MAX_GROUPS) : "");
  }

  private static void group(TextTable table, String path, Run run, GroupCounters counters) {
    Map<String, String> limits =
        run.scenario().groups().stream()
            .collect(
                Collectors.toMap(
                    Group::path,
                    group ->
                        group.limit().cpuMax()
                            + (group.limit().burstUs() == 0
                                ? ""
                                : " burst " + group.limit().burstUs()),
                    (first, _) -> first));
    table.row(
        path,
        run.label(),
        limits.getOrDefault(path, "-"),
        counters.usageNs() / US,
        counters.userNs() / US,
        counters.systemNs() / US,
        counters.nrPeriods(),
        counters.nrThrottled(),
        counters.throttledNs() / US,
        counters.nrBursts(),
        counters.burstNs() / US,
        counters.throttledLocalNs() / US);
  }

  private static String operations(List<Run> runs) {
    TextTable table =
        new TextTable(
            2,
            "operation",
            "run",
            "done",
            "due",
            "p50",
            "p90",
            "p99",
            "max",
            "unfinished for",
            "blocked on locks");
    for (int i = 0; i < runs.getFirst().result().operations().size(); i++) {
      for (Run run : runs) {
        operation(table, run, run.result().operations().get(i));
      }
    }
    return table.toString();
  }

  private static void operation(TextTable table, Run run, OperationResult operation) {
    Histogram times = operation.nanoseconds();
    boolean none = times.getTotalCount() == 0;
    table.row(
        operation.name(),
        run.label(),
        operation.done(),
        operation.due(),
        none ? "-" : TimeText.rounded(times.getValueAtPercentile(50)),
        none ? "-" : TimeText.rounded(times.getValueAtPercentile(90)),
        none ? "-" : TimeText.rounded(times.getValueAtPercentile(99)),
        none ? "-" : TimeText.rounded(times.getMaxValue()),
        operation.censoredNs() == 0 ? "-" : TimeText.rounded(operation.censoredNs()),
        TimeText.rounded(operation.blockedNs()));
  }

  private static String tasks(List<Run> runs) {
    TextTable table =
        new TextTable(2, "task", "run", "CPU time", "user", "kernel", "longest hold of a lock");
    int most = 0;
    for (Run run : runs) {
      List<TaskResult> tasks = run.result().tasks();
      most = Math.max(most, tasks.size());
      // Those that used most, in the order they were started in.
      long least =
          tasks.stream()
              .map(TaskResult::cpuNs)
              .sorted(Comparator.reverseOrder())
              .skip(MAX_TASKS - 1)
              .findFirst()
              .orElse(0L);
      tasks.stream()
          .filter(task -> task.cpuNs() >= least)
          .limit(MAX_TASKS)
          .forEach(task -> task(table, run, task));
    }
    return table
        + (most > MAX_TASKS
            ? "the %d of %d tasks that used most CPU time\n".formatted(MAX_TASKS, most)
            : "");
  }

  private static void task(TextTable table, Run run, TaskResult task) {
    table.row(
        task.name() + (task.alive() ? "" : " (exited)"),
        run.label(),
        TimeText.rounded(task.cpuNs()),
        TimeText.rounded(task.userNs()),
        TimeText.rounded(task.cpuNs() - task.userNs()),
        task.holdsNs() == 0 ? "-" : TimeText.rounded(task.holdsNs()));
  }
}
