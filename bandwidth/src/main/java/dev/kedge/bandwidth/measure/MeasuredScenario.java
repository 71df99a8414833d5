package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.LateTimers;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Turns a measured run into a scenario: the limits are written, 20 ms pass, then all tasks start,
 * as the measurement did it.
 *
 * <p>What the measurement does not know is drawn from the seed: the phase of the tick and of each
 * period timer, and where tasks start. Kernel threads wake now and then on every CPU, and what else
 * ran on the machine is a load of the same size outside the groups.
 */
final class MeasuredScenario {
  /** When the limits are written: the tasks are in their groups and sleep. */
  private static final long LIMITS_NS = 1_000_000;

  /** The start of the tasks: 20 ms after the limits are written. */
  static final long SETTLE_NS = LIMITS_NS + 20_000_000;

  private static final String TOP = "/run";
  private static final int TOP_SHARES = 262_144;

  /** The kernel draws the phase of a period timer in the default period. */
  private static final long TIMER_PHASE_NS = CpuLimit.DEFAULT_PERIOD_US * Machine.NS_PER_US;

  /** What kernel threads do on a quiet machine: a short run after a tick now and then. */
  private static final Span KTHREAD_RUN = Span.us(15);

  /** How often they run is not known: drawn between these numbers of ticks, evenly in powers. */
  private static final double KTHREAD_TICKS_MIN = 6;

  private static final double KTHREAD_TICKS_MAX = 100;

  /** How long after its tick a kernel thread is woken. */
  private static final long KTHREAD_DELAY_NS = 3_000;

  /**
   * Tick phase, kernel time, late timers, kernel threads, and number and length of other programs'
   * runs and their part in the kernel.
   */
  private static final int FIXED_DRAWS = 7;

  /**
   * How often a CPU serves its timers later than the other is not known: up to once in ten times,
   * by some ten microseconds, as the exits of a virtual machine take. Tasks that start together
   * then do not always stay on their CPUs.
   */
  private static final double MOST_LATE = 0.1;

  private static final long LATE_NS = 30_000;

  /**
   * Measured pauses begin within a microsecond of their ticks; it matters only which of two turns
   * was longer.
   */
  private static final long TICK_LATE_NS = 1_000;

  /** A period nobody lives to see the end of. */
  private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;

  /** From this share of what is left to them on, other programs work; below it daemons wake. */
  private static final double AT_WORK = 0.3;

  /**
   * What runs beside the groups: how long at a time is not known, drawn between two lengths, evenly
   * in powers, and neither is how much of a run it spends in the kernel at a stretch, drawn up to a
   * share. Kernel code that does not preempt itself, or whose CPU the hypervisor took, keeps a
   * woken task waiting whatever its weight.
   */
  private record Beside(double shortestNs, double longestNs, double mostInKernel) {
    static final Beside DAEMONS = new Beside(100_000, 20_000_000, 0);
    static final Beside PROGRAMS = new Beside(300_000, 30_000_000, 0.5);
  }

  /**
   * Where other programs take all that is left to them, there may be any number of them: drawn up
   * to so many per CPU.
   */
  private static final int MOST_PROGRAMS = 4;

  private static final double CROWDED = 0.9;

  private MeasuredScenario() {}

  /** Paths of a run's groups, by their names. */
  static Map<String, String> paths(MeasuredRun run) {
    Map<String, String> paths = new HashMap<>();
    for (MeasuredGroup group : run.groups()) {
      String above = group.parent().isEmpty() ? TOP : paths.get(group.parent());
      paths.put(group.group(), above + "/" + group.group());
    }
    return paths;
  }

  static Scenario of(
      MeasuredRun run, Kernel kernel, Machine machine, Calibration calibration, long seed) {
    EvenDraws random = new EvenDraws(seed, FIXED_DRAWS + run.groups().size());
    Machine phased =
        machine
            .withTick(machine.tickNs(), random.below(machine.tickNs()))
            .withOverhead(calibration.draw(random.next()))
            .withLateTimers(lateTimers(run, random.next()))
            .withStaleLoad(Machine.KERNEL_STALE_LOAD);
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < run.groups().size(); i++) {
      offsets.add(random.below(TIMER_PHASE_NS));
    }
    double outside = outside(run, of(run, kernel, phased, calibration, offsets, List.of(), seed));
    return of(
        run, kernel, phased, calibration, offsets, background(run, phased, outside, random), seed);
  }

  /** How much other programs ran, if the phases were those of the scenario. */
  private static double outside(MeasuredRun run, Scenario undisturbed) {
    int cpus = undisturbed.machine().cpus();
    if (run.emulated()) {
      return run.outside(cpus);
    }
    Map<String, String> paths = paths(run);
    List<String> top = new ArrayList<>();
    for (MeasuredGroup group : run.groups()) {
      if (group.parent().isEmpty()) {
        top.add(paths.getOrDefault(group.group(), TOP));
      }
    }
    return run.outside(cpus, TickSampling.excessNs(undisturbed, top));
  }

  private static LateTimers lateTimers(MeasuredRun run, double uniform) {
    return run.emulated()
        ? new LateTimers(0, 0, TICK_LATE_NS)
        : new LateTimers(
            (int) Math.round(1 / (MOST_LATE * Math.max(0.01, uniform))), LATE_NS, TICK_LATE_NS);
  }

  /** The run with known phases, and nothing beside it. */
  static Scenario undisturbed(
      MeasuredRun run,
      Kernel kernel,
      Machine machine,
      Calibration calibration,
      List<Long> timerOffsets,
      long seed) {
    return of(run, kernel, machine, calibration, timerOffsets, List.of(), seed);
  }

  private static Scenario of(
      MeasuredRun run,
      Kernel kernel,
      Machine machine,
      Calibration calibration,
      List<Long> timerOffsets,
      List<Workload> background,
      long seed) {
    Map<String, String> paths = paths(run);
    SplittableRandom placement = new SplittableRandom(seed);
    List<Group> groups = new ArrayList<>();
    List<Event> limits = new ArrayList<>();
    List<Workload> workloads = new ArrayList<>();
    groups.add(Group.of(TOP, CpuLimit.NONE).withShares(TOP_SHARES));
    for (int i = 0; i < run.groups().size(); i++) {
      MeasuredGroup group = run.groups().get(i);
      String path = paths.getOrDefault(group.group(), TOP);
      groups.add(
          Group.of(path, CpuLimit.NONE)
              .withShares(group.shares())
              .withTimerOffset(timerOffsets.get(i)));
      limits.add(new Event(LIMITS_NS, new Event.Action.SetLimit(path, group.limit())));
      workloads.addAll(workloads(group, path, machine, calibration, placement));
    }
    workloads.addAll(background);
    long duration = SETTLE_NS + run.groups().getFirst().values().durationNs();
    return new Scenario(
        run.row(), machine, kernel, groups, List.of(), workloads, limits, duration, seed);
  }

  private static List<Workload> workloads(
      MeasuredGroup group,
      String path,
      Machine machine,
      Calibration calibration,
      SplittableRandom placement) {
    List<Workload> workloads = new ArrayList<>();
    MeasuredGroup.Load load = group.load();
    String name = group.group();
    if (load.hogs() > 0) {
      Step spin = Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000))));
      for (int i = 0; i < load.hogs(); i++) {
        Step job = new Step.Periodic("spin of " + name, FOR_EVER_NS, SETTLE_NS, List.of(spin));
        workloads.add(sleeper("spin-" + name + "-" + i, path, group, machine, job, placement));
      }
    }
    long period = load.jobPeriodUs() * Machine.NS_PER_US;
    for (int i = 0; i < load.jobs(); i++) {
      long phase = load.spread() ? period * i / load.jobs() : 0;
      Step run = new Step.Run(Span.us(load.jobUs()));
      Step job = new Step.Periodic(jobs(group), period, SETTLE_NS + phase, List.of(run));
      workloads.add(sleeper("job-" + name + "-" + i, path, group, machine, job, placement));
    }
    if (load.readers() > 0) {
      long call = Math.round(load.readKib() * calibration.readNsPerKib());
      Step read = new Step.Kernel(Span.ns(Math.max(1, call)), Preemption.VOLUNTARY);
      Step measured = new Step.Operation(jobs(group), List.of(new Step.Syscall(List.of(read))));
      workloads.add(
          Workload.of(
                  "read-" + name,
                  path,
                  load.readers(),
                  List.of(Step.Repeat.forever(List.of(measured))))
              .on(group.cpus())
              .starting(SETTLE_NS, 0));
    }
    return workloads;
  }

  /** A task that has slept on some CPU, not known which, until its first job. */
  private static Workload sleeper(
      String name,
      String path,
      MeasuredGroup group,
      Machine machine,
      Step job,
      SplittableRandom placement) {
    int cpu = placement.nextInt(machine.cpus());
    while (!group.cpus().contains(cpu)) {
      cpu = placement.nextInt(machine.cpus());
    }
    List<Step> steps =
        List.of(new Step.SetAffinity(CpuSet.of(cpu)), new Step.SetAffinity(group.cpus()), job);
    return Workload.of(name, path, 1, steps).on(group.cpus());
  }

  /** Name under which a group's responses are measured. */
  static String jobs(MeasuredGroup group) {
    return "jobs of " + group.group();
  }

  private static List<Workload> background(
      MeasuredRun run, Machine machine, double outside, EvenDraws random) {
    List<Workload> workloads = new ArrayList<>();
    Beside beside = run.emulated() || outside < AT_WORK ? Beside.DAEMONS : Beside.PROGRAMS;
    double span = beside.longestNs / beside.shortestNs;
    long outsideRun = Math.round(beside.shortestNs * Math.pow(span, random.next()));
    double rarest = KTHREAD_TICKS_MAX / KTHREAD_TICKS_MIN;
    long kernelThreadTicks = Math.round(KTHREAD_TICKS_MIN * Math.pow(rarest, random.next()));
    long inKernel = Math.round(outsideRun * beside.mostInKernel * random.next());
    int crowd = run.emulated() ? 1 : 1 + (int) random.below(MOST_PROGRAMS);
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      workloads.add(kernelThread(cpu, machine, kernelThreadTicks));
      if (outside > 0) {
        long sleep = Math.round(outsideRun * (1 - outside) / outside);
        workloads.add(
            Workload.of(
                "outside/" + cpu,
                "/",
                outside > CROWDED ? crowd : 1,
                List.of(Step.Repeat.forever(turn(outsideRun, inKernel, Math.max(1, sleep))))));
      }
    }
    return workloads;
  }

  /** One run of another program, its stretch in the kernel last, and its sleep. */
  private static List<Step> turn(long runNs, long inKernelNs, long sleepNs) {
    Step run = new Step.Run(new Span.Exponential(runNs - inKernelNs));
    Step sleep = new Step.Sleep(new Span.Exponential(sleepNs));
    return inKernelNs == 0
        ? List.of(run, sleep)
        : List.of(
            run, new Step.Kernel(new Span.Exponential(inKernelNs), Preemption.DISABLED), sleep);
  }

  private static Workload kernelThread(int cpu, Machine machine, long ticks) {
    Step work = new Step.Kernel(KTHREAD_RUN, Preemption.DISABLED);
    long period = ticks * machine.tickNs();
    Step job =
        new Step.Periodic(
            "kernel thread", period, machine.tickPhaseNs() + KTHREAD_DELAY_NS, List.of(work));
    return new Workload("kworker/" + cpu, "/", 1, List.of(job), CpuSet.of(cpu), 0, 0, 0, true);
  }
}
