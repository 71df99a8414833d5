package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.Timeline;
import dev.kedge.bandwidth.picture.TimelineRecorder;
import dev.kedge.bandwidth.picture.TimelineSvg;
import dev.kedge.bandwidth.picture.TimelineText;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A limited group above another one: with the second task of an unlimited child that escapes the
 * throttle of its parent on 7.2, and with two limits of which the smaller one decides.
 */
final class NestedLimits implements Experiment {
  private static final String PARENT = "/pod";
  private static final String CHILD = "/pod/container";
  private static final long WARM_UP_NS = 1_000_000_000;
  private static final long WINDOW_NS = 400_000_000;

  /** How often a kernel thread runs on the measured machine: an assumption. */
  private static final long KERNEL_THREAD_NS = 100_000_000;

  /** What was measured; empty where nothing was. */
  private record Published(String release, String throttled, String stall) {}

  private static final List<Published> KERNELS =
      List.of(
          new Published("6.12", "4.8-5.0 s", "64-68 ms"),
          new Published("6.18", "-", "-"),
          new Published("7.2", "8.6-9.2 s", "494-896 ms"),
          new Published("7.3", "5.0 s", "55-59 ms"));

  /** What one run came to. */
  private record Outcome(
      GroupCounters parent, GroupCounters child, long stallNs, Timeline timeline) {}

  @Override
  public String name() {
    return "nested";
  }

  @Override
  public String summary() {
    return "limits above limits, and the task that escapes its parent's throttle on 7.2";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table escape =
        new Table(
            "Parent 50000 100000, child without a limit, 4 hogs, 1 CPU, 10 s",
            1,
            "kernel",
            "usage",
            "parent throttled",
            "measured",
            "longest stall",
            "measured",
            "child local");
    List<String> pictures = new ArrayList<>();
    List<Timeline> timelines = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Published kernel : KERNELS) {
      Outcome outcome = simulate(kernel.release(), CpuLimit.NONE, settings);
      escape.row(
          kernel.release(),
          TimeText.rounded(outcome.parent().usageNs()),
          TimeText.rounded(outcome.parent().throttledNs()),
          kernel.throttled(),
          TimeText.rounded(outcome.stallNs()),
          kernel.stall(),
          TimeText.rounded(outcome.child().throttledLocalNs()));
      figures.put(kernel.release(), json(outcome));
      pictures.add(TimelineText.of(outcome.timeline(), settings.width()));
      timelines.add(outcome.timeline());
    }
    return new TalkResult(
        name(),
        "Nested limits",
        "Measured (emulated kernels, two runs each): on 7.2 a second task of the same child of a"
            + " throttled parent\nis not stopped and runs up a debt: the parent is throttled for"
            + " most of the time, and its tasks stand\nstill for many periods. A pod limit above an"
            + " unlimited container has this shape.",
        List.of(escape, twoLimits(settings, figures)),
        List.of(
            "On 7.2 only a task from outside the child ends an escape: its switch goes through all"
                + " levels. A kernel thread that runs each 100 ms on average (an assumption) is"
                + " there for that.",
            "The smaller of two limits decides, less what periods that do not line up lose: each"
                + " level is a pool of its own with a timer of its own."),
        pictures,
        Optional.of(TimelineSvg.of(timelines)),
        figures);
  }

  private static Table twoLimits(Settings settings, Map<String, Object> figures) {
    Table table =
        new Table(
            "Parent 50000 100000 and a limited child, 4 hogs, 1 CPU, 10 s",
            2,
            "kernel",
            "child's cpu.max",
            "usage",
            "parent throttled",
            "child throttled",
            "child local");
    Map<String, Object> json = new LinkedHashMap<>();
    for (String release : List.of("6.17", "6.18")) {
      for (CpuLimit child :
          List.of(
              CpuLimit.of(20_000, 100_000),
              CpuLimit.of(80_000, 100_000),
              CpuLimit.of(35_000, 70_000))) {
        Outcome outcome = simulate(release, child, settings);
        table.row(
            release,
            child.cpuMax(),
            TimeText.rounded(outcome.parent().usageNs()),
            TimeText.rounded(outcome.parent().throttledNs()),
            TimeText.rounded(outcome.child().throttledNs()),
            TimeText.rounded(outcome.child().throttledLocalNs()));
        json.put(release + ", child " + child.cpuMax(), json(outcome));
      }
    }
    figures.put("limitedChild", json);
    return table;
  }

  private static Outcome simulate(String release, CpuLimit child, Settings settings) {
    Scenario scenario = scenario(release, child).withSeed(settings.seed());
    TimelineRecorder recorder = new TimelineRecorder(WARM_UP_NS, WARM_UP_NS + WINDOW_NS);
    LongestPause pause = new LongestPause(WARM_UP_NS);
    Simulation simulation = Simulation.of(scenario, SimulationListener.both(recorder, pause));
    simulation.runUntil(WARM_UP_NS);
    int parent = simulation.group(PARENT);
    int below = simulation.group(CHILD);
    GroupCounters parentBefore = simulation.counters(parent);
    GroupCounters childBefore = simulation.counters(below);
    simulation.runUntil(scenario.durationNs());
    return new Outcome(
        simulation.counters(parent).minus(parentBefore),
        simulation.counters(below).minus(childBefore),
        pause.longestNs(simulation.now()),
        recorder.timeline("nested, " + release, scenario, simulation));
  }

  private static Map<String, Object> json(Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("usageNs", outcome.parent().usageNs());
    json.put("throttledNs", outcome.parent().throttledNs());
    json.put("nrThrottled", outcome.parent().nrThrottled());
    json.put("longestStallNs", outcome.stallNs());
    json.put("childThrottledNs", outcome.child().throttledNs());
    json.put("childLocalNs", outcome.child().throttledLocalNs());
    return json;
  }

  static Scenario scenario(String release, CpuLimit child) {
    return new Scenario(
        "nested limits",
        Machine.of(1),
        Kernel.release(release),
        List.of(Group.of(PARENT, CpuLimit.of(50_000, 100_000)), Group.of(CHILD, child)),
        List.of(),
        List.of(
            Workload.of("hog", CHILD, 4, Steps.HOG),
            Workload.of(
                "kworker",
                "/",
                1,
                Steps.forever(
                    new Step.Sleep(new Span.Uniform(0, 2 * KERNEL_THREAD_NS)),
                    Steps.kernel(20, Preemption.VOLUNTARY)))),
        List.of(),
        WARM_UP_NS + 10_000_000_000L,
        1);
  }
}
