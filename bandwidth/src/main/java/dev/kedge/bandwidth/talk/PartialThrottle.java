package dev.kedge.bandwidth.talk;

import static dev.kedge.bandwidth.talk.Steps.forever;
import static dev.kedge.bandwidth.talk.Steps.kernel;
import static dev.kedge.bandwidth.talk.Steps.syscall;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Kernel.PeltClock;
import dev.kedge.bandwidth.Kernel.ThrottledClock;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.Timeline;
import dev.kedge.bandwidth.picture.TimelineRecorder;
import dev.kedge.bandwidth.picture.TimelineSvg;
import dev.kedge.bandwidth.picture.TimelineText;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Challenge 2 of the talk: some tasks of a throttled queue have left, others still run in the
 * kernel. Is the queue throttled, and does its load decay?
 */
final class PartialThrottle implements Experiment {
  private static final String GROUP = "/limited";
  private static final long WARM_UP_NS = 1_000_000_000;
  private static final long WINDOW_NS = 400_000_000;
  private static final String LEVELS = " .:-=+*#%@";
  private static final int FULL_LOAD = 3 * 1024;

  @Override
  public String name() {
    return "partial-throttle";
  }

  @Override
  public String summary() {
    return "throttled time and load of a queue some of whose tasks still run in the kernel";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table table =
        new Table(
            "10 s of cpu.max 20000 100000 on 1 CPU",
            2,
            "throttled clock starts",
            "PELT clock",
            "throttled_usec",
            "nothing runnable",
            "partial",
            "mean load",
            "load at unthrottle");
    List<String> pictures = new ArrayList<>();
    List<Timeline> timelines = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (ThrottledClock clock : ThrottledClock.values()) {
      for (PeltClock pelt : PeltClock.values()) {
        row(clock, pelt, settings, table, pictures, timelines, figures);
      }
    }
    return new TalkResult(
        name(),
        "Challenge 2: partial throttle",
        "The talk: the clock of throttled_usec may start with the first task that leaves or with"
            + " the last one, and\nthe PELT clock may stop when the queue is empty, at the throttle"
            + " or never. Linux 6.18 took the first task\nand the empty queue (lore"
            + " 20250829081120.806-1-ziqianlu@bytedance.com).",
        List.of(table),
        List.of(
            "Two hogs in user mode; a third task does 60 ms in the kernel and 5 ms in user mode."
                + " Loads are those of the group's queue, 1024 per runnable task of nice 0.",
            "Counting from the first task puts partial throttle into throttled_usec as well; a"
                + " clock that never stops lets the load decay while throttled, one that stops at"
                + " the throttle does not see what still runs."),
        pictures,
        Optional.of(TimelineSvg.of(timelines)),
        figures);
  }

  private static void row(
      ThrottledClock clock,
      PeltClock pelt,
      Settings settings,
      Table table,
      List<String> pictures,
      List<Timeline> timelines,
      Map<String, Object> figures) {
    Scenario scenario =
        scenario(Kernel.mechanism('B').withClocks(clock, pelt)).withSeed(settings.seed());
    PeltTracker load = new PeltTracker(1, pelt, WARM_UP_NS);
    TimelineRecorder recorder = new TimelineRecorder(WARM_UP_NS, WARM_UP_NS + WINDOW_NS);
    Simulation simulation = Simulation.of(scenario, SimulationListener.both(load, recorder));
    simulation.runUntil(WARM_UP_NS);
    GroupCounters before = simulation.counters(simulation.group(GROUP));
    simulation.runUntil(scenario.durationNs());
    load.advance(simulation.now());
    GroupCounters grown = simulation.counters(simulation.group(GROUP)).minus(before);
    table.row(
        clock,
        pelt,
        grown.throttledNs() / 1_000,
        TimeText.rounded(load.emptyNs()),
        TimeText.rounded(load.partialNs()),
        whole(load.meanLoad()),
        whole(load.loadAtUnthrottle()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("throttledNs", grown.throttledNs());
    json.put("emptyNs", load.emptyNs());
    json.put("partialNs", load.partialNs());
    json.put("meanLoad", load.meanLoad());
    json.put("loadAtUnthrottle", load.loadAtUnthrottle());
    figures.put(clock + "/" + pelt, json);
    if (clock == ThrottledClock.FIRST_TASK) {
      if (pictures.isEmpty()) {
        Timeline timeline = recorder.timeline("partial throttle, B", scenario, simulation);
        timelines.add(timeline);
        pictures.add(TimelineText.of(timeline, (int) (WINDOW_NS / PeltTracker.SAMPLE_NS)));
      }
      pictures.add("%24s |%s|%n".formatted(pelt, levels(load.samples())).replace("\r\n", "\n"));
    }
  }

  /** The load over the window of the time line, one character per sample; "@" is three tasks. */
  private static String levels(List<Double> samples) {
    int first = (int) (WARM_UP_NS / PeltTracker.SAMPLE_NS);
    StringBuilder line = new StringBuilder();
    for (double load : samples.subList(first, first + (int) (WINDOW_NS / PeltTracker.SAMPLE_NS))) {
      long level = Math.round(load / FULL_LOAD * (LEVELS.length() - 1));
      line.append(LEVELS.charAt(Math.clamp(level, 0, LEVELS.length() - 1)));
    }
    return line.toString();
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  static Scenario scenario(Kernel kernel) {
    return new Scenario(
        "partial throttle",
        Machine.of(1),
        kernel,
        List.of(Group.of(GROUP, CpuLimit.of(20_000, 100_000))),
        List.of(),
        List.of(
            Workload.of("hog", GROUP, 2, Steps.HOG),
            Workload.of(
                "caller",
                GROUP,
                1,
                forever(syscall(kernel(60_000, Preemption.VOLUNTARY)), Steps.run(5_000)))),
        List.of(),
        WARM_UP_NS + 10_000_000_000L,
        1);
  }
}
