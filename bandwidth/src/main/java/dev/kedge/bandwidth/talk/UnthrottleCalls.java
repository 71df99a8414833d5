package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.DistributionSvg;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Challenge 1 of the talk: how long {@code distribute_cfs_runtime} keeps interrupts off when a
 * refill lets 10,000 tasks of one tree go on 384 CPUs.
 */
final class UnthrottleCalls implements Experiment {
  private static final int CPUS = 384;
  private static final int TREES = 2;
  private static final int MIDDLE = 100;
  private static final int LEAVES = 10;
  private static final int HOGS = 10;
  private static final CpuLimit LIMIT = CpuLimit.of(2_000_000, 100_000);
  private static final long MINUTE_NS = 60_000_000_000L;
  private static final int PROGRESS_STEPS = 200;

  /** What the traces of the upstream discussion show. */
  private record Published(
      long longestNs, long remote, long queues, int tasks, String buckets, String source) {
    static final Published INLINE =
        new Published(
            67_300_000,
            384,
            422_784,
            10_000,
            "824 in 64-128 ms, 376 in 32-64 ms, 10 below 32 us",
            "lore 20250328031142.GA2304704@bytedance");
    static final Published ASYNC =
        new Published(
            1_592_000,
            383,
            1_101,
            69,
            "832 in 1-2 ms, 177 in 2-4 ms, 158 in 0.5-1 ms, 426 in 4-64 us",
            "lore 20250324085822.GA732629@bytedance");

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ns", longestNs);
      json.put("remote", remote);
      json.put("queues", queues);
      json.put("tasks", tasks);
      json.put("histogram", buckets);
      json.put("source", source);
      return json;
    }
  }

  @Override
  public String name() {
    return "unthrottle-cost";
  }

  @Override
  public String summary() {
    return "how long unthrottling keeps interrupts off: 384 CPUs, 20,000 tasks (takes a while)";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table table =
        new Table(
            "Passes of distribute_cfs_runtime, time with interrupts off",
            2,
            "unthrottle",
            "",
            "long",
            "median",
            "longest",
            "remote",
            "queues",
            "tasks");
    List<String> pictures = new ArrayList<>();
    List<DistributionSvg.Series> series = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (boolean async : new boolean[] {false, true}) {
      String label = async ? "async" : "inline";
      Published published = async ? Published.ASYNC : Published.INLINE;
      CallRecorder calls = simulate(label, async, settings);
      CallRecorder.Call longest = calls.longest();
      table.row(
          label,
          "simulated",
          calls.longCalls(),
          TimeText.rounded(calls.medianNs()),
          TimeText.rounded(longest.irqOffNs()),
          longest.remote(),
          longest.queues(),
          longest.tasks());
      table.row(
          label,
          "talk",
          "-",
          "-",
          TimeText.rounded(published.longestNs()),
          published.remote(),
          published.queues(),
          published.tasks());
      series.add(new DistributionSvg.Series(label, calls.longOnes()));
      pictures.add(
          "@ns[%s]: (talk, one minute: %s)\n%s"
              .formatted(label, published.buckets(), calls.histogram().text()));
      Map<String, Object> json = new LinkedHashMap<>(calls.json());
      json.put("published", published.json());
      figures.put(label, json);
    }
    return new TalkResult(
        name(),
        "Challenge 1: unthrottling many tasks with interrupts off",
        "The talk: 67.3 ms in one timer interrupt where all CPUs are unthrottled inline, 1.59 ms"
            + " where each CPU\nunthrottles its own queues on an IPI. Sources: "
            + Published.INLINE.source()
            + ", "
            + Published.ASYNC.source(),
        List.of(table),
        List.of(
            "2 trees of 1 + 100 + 1000 groups, cpu.max 2000000 100000 each, 10 hogs per leaf.",
            "The cost of a queue, a task and a remote CPU is fitted to these two traces"
                + " (UnthrottleCost.GENOA); how many of each a call has, and how calls spread over"
                + " the buckets, is simulated.",
            "The model's passes are all alike: not reproduced are the spread of the traces over two"
                + " or three buckets and the 426 short passes of the async kernel.",
            "Calls of 262 us and more count as long; the others are passes with few queues."),
        pictures,
        Optional.of(DistributionSvg.of("distribute_cfs_runtime, long passes", series)),
        figures);
  }

  private static CallRecorder simulate(String label, boolean async, Settings settings) {
    Scenario scenario = settings.applyTo(scenario(settings.cpus().orElse(CPUS), async));
    CallRecorder calls = new CallRecorder();
    Simulation simulation = Simulation.of(scenario, calls);
    long durationNs = scenario.durationNs();
    LongConsumer progress = settings.progress().of(label, durationNs);
    long step = Math.max(1, durationNs / PROGRESS_STEPS);
    while (simulation.now() < durationNs) {
      simulation.runUntil(Math.min(durationNs, simulation.now() + step));
      progress.accept(simulation.now());
    }
    return calls;
  }

  static Scenario scenario(int cpus, boolean async) {
    List<Group> groups = new ArrayList<>();
    List<Workload> workloads = new ArrayList<>();
    for (int tree = 0; tree < TREES; tree++) {
      String top = "/t" + tree;
      groups.add(Group.of(top, LIMIT));
      for (int i = 0; i < MIDDLE; i++) {
        String middle = top + "/m" + i;
        groups.add(Group.of(middle, CpuLimit.NONE));
        for (int k = 0; k < LEAVES; k++) {
          String leaf = middle + "/l" + k;
          groups.add(Group.of(leaf, CpuLimit.NONE));
          workloads.add(Workload.of("hog" + leaf, leaf, HOGS, Steps.HOG));
        }
      }
    }
    return new Scenario(
        "unthrottling " + TREES * MIDDLE * LEAVES * HOGS + " tasks",
        Machine.of(cpus),
        Kernel.mechanism('B').withAsyncUnthrottle(async),
        groups,
        List.of(),
        workloads,
        List.of(),
        MINUTE_NS,
        1);
  }
}
