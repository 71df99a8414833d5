package dev.kedge.bench;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.SweepSvg;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Speed of the bandwidth model: processor time per simulated second, over CPUs, groups and tasks,
 * and for small scenarios.
 *
 * <p>Arguments: seconds to simulate per point, and where to write the picture.
 */
public final class BandwidthSpeed {
  private static final int CPUS = 384;
  private static final int GROUPS = 1_000;
  private static final int TASKS = 20_000;

  /** Two limited trees: a group with a limit, 100 below it, and the leaves below those. */
  private record Shape(int cpus, int leaves, int tasks) {
    Scenario scenario(long seconds) {
      Step hog = Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000))));
      List<Group> groups = new ArrayList<>();
      List<Workload> workloads = new ArrayList<>();
      long quota = Math.max(1, Math.round(cpus * 20.0 / CPUS)) * CpuLimit.DEFAULT_PERIOD_US;
      int middle = Math.max(1, leaves / 10);
      for (int tree = 0; tree < 2; tree++) {
        String top = "/t" + tree;
        groups.add(Group.of(top, CpuLimit.of(quota, CpuLimit.DEFAULT_PERIOD_US)));
        for (int i = 0; i < middle; i++) {
          groups.add(Group.of(top + "/m" + i, CpuLimit.NONE));
        }
        for (int i = 0; i < leaves; i++) {
          String leaf = top + "/m" + i % middle + "/l" + i;
          groups.add(Group.of(leaf, CpuLimit.NONE));
          int count = tasks / 2 / leaves + (i < tasks / 2 % leaves ? 1 : 0);
          if (count > 0) {
            workloads.add(Workload.of("hog-" + tree + "-" + i, leaf, count, List.of(hog)));
          }
        }
      }
      return new Scenario(
          "speed",
          Machine.of(cpus),
          Kernel.release("6.18"),
          groups,
          List.of(),
          workloads,
          List.of(),
          seconds * 1_000_000_000,
          1);
    }
  }

  private BandwidthSpeed() {}

  /** Processor time of this thread for a run, in nanoseconds. */
  private static long cost(Scenario scenario) {
    Simulation simulation = Simulation.of(scenario, SimulationListener.NONE);
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    simulation.runUntil(scenario.durationNs());
    return threads.getCurrentThreadCpuTime() - before;
  }

  private static SweepSvg.Point point(double share, Shape shape, long seconds) {
    long ns = cost(shape.scenario(seconds));
    System.out.printf(
        Locale.ROOT,
        "%4d CPUs, %5d groups, %6d tasks: %6.1f ms per simulated second%n",
        shape.cpus,
        2 * (1 + Math.max(1, shape.leaves / 10) + shape.leaves),
        shape.tasks,
        ns / 1e6 / seconds);
    return new SweepSvg.Point(share, ns / seconds);
  }

  /** Runs the whole benchmark. */
  public static void main(String[] arguments) throws IOException {
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
    small(seconds);
    cost(new Shape(CPUS / 4, GROUPS / 4, TASKS / 4).scenario(seconds));
    List<SweepSvg.Point> cpus = new ArrayList<>();
    List<SweepSvg.Point> groups = new ArrayList<>();
    List<SweepSvg.Point> tasks = new ArrayList<>();
    for (int percent : new int[] {12, 25, 50, 100}) {
      double share = percent / 100.0;
      cpus.add(point(percent, new Shape((int) (CPUS * share), GROUPS, TASKS), seconds));
      groups.add(point(percent, new Shape(CPUS, (int) (GROUPS * share), TASKS), seconds));
      tasks.add(point(percent, new Shape(CPUS, GROUPS, (int) (TASKS * share)), seconds));
    }
    Shape whole = new Shape(CPUS, GROUPS, TASKS);
    System.out.printf(Locale.ROOT, "the 384-CPU minute: %.1f s%n", cost(whole.scenario(60)) / 1e9);
    if (arguments.length > 1) {
      Files.writeString(
          Path.of(arguments[1]),
          SweepSvg.of(
              "CPU time per simulated second, over a share of 384 CPUs, 1,000 leaves, 20,000 tasks",
              "%",
              List.of(
                  new SweepSvg.Series("CPUs", cpus),
                  new SweepSvg.Series("groups", groups),
                  new SweepSvg.Series("tasks", tasks))));
    }
  }

  private static void small(long seconds) {
    Step hog = Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000))));
    Step job = new Step.Periodic("job", 50_000_000, 0, List.of(new Step.Run(Span.ms(5))));
    for (char mechanism = 'A'; mechanism <= 'D'; mechanism++) {
      Scenario scenario =
          new Scenario(
              "small",
              Machine.of(2),
              Kernel.mechanism(mechanism),
              List.of(Group.of("/a", CpuLimit.of(50_000, 100_000))),
              List.of(),
              List.of(
                  Workload.of("hogs", "/a", 4, List.of(hog)),
                  Workload.of("jobs", "/a", 4, List.of(job))),
              List.of(),
              100 * seconds * 1_000_000_000,
              1);
      cost(scenario);
      System.out.printf(
          Locale.ROOT,
          "%c, 2 CPUs, 4 hogs and 4 periodic tasks in 50000 100000: %.0f x real time%n",
          mechanism,
          100e9 * seconds / cost(scenario));
    }
  }
}
