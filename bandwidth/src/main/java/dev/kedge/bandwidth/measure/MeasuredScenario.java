package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
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
  /** Time between writing the limits and the start of the tasks. */
  static final long SETTLE_NS = 20_000_000;

  private static final String TOP = "/run";
  private static final int TOP_SHARES = 262_144;

  /** The kernel draws the phase of a period timer in the default period. */
  private static final long TIMER_PHASE_NS = CpuLimit.DEFAULT_PERIOD_US * Machine.NS_PER_US;

  /** What kernel threads do on a quiet machine: a short run after a tick now and then. */
  private static final Span KTHREAD_RUN = Span.us(15);

  private static final int KTHREAD_TICKS = 12;

  /** How long after its tick a kernel thread is woken. */
  private static final long KTHREAD_DELAY_NS = 3_000;

  /** How long other programs run at a time is not known: drawn between these, evenly in powers. */
  private static final double OUTSIDE_RUN_MIN_NS = 300_000;

  private static final double OUTSIDE_RUN_MAX_NS = 20_000_000;

  /** Below this share of a CPU the rest of the machine is the kernel threads above. */
  private static final double QUIET = 0.02;

  /** The same where the rest is what is missing in the sum, which is only good to half a second. */
  private static final double QUIET_EMULATED = 0.08;

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
    SplittableRandom random = new SplittableRandom(seed);
    Machine phased =
        machine
            .withTick(machine.tickNs(), random.nextLong(machine.tickNs()))
            .withOverhead(calibration.draw(random.nextDouble()));
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < run.groups().size(); i++) {
      offsets.add(random.nextLong(TIMER_PHASE_NS));
    }
    return of(run, kernel, phased, calibration, offsets, background(run, phased, random), seed);
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
    List<Group> groups = new ArrayList<>();
    List<Workload> workloads = new ArrayList<>();
    groups.add(Group.of(TOP, CpuLimit.NONE).withShares(TOP_SHARES));
    for (int i = 0; i < run.groups().size(); i++) {
      MeasuredGroup group = run.groups().get(i);
      String path = paths.getOrDefault(group.group(), TOP);
      groups.add(
          Group.of(path, group.limit())
              .withShares(group.shares())
              .withTimerOffset(timerOffsets.get(i)));
      workloads.addAll(workloads(group, path, calibration));
    }
    workloads.addAll(background);
    long duration = SETTLE_NS + run.groups().getFirst().values().durationNs();
    return new Scenario(
        run.row(), machine, kernel, groups, List.of(), workloads, List.of(), duration, seed);
  }

  private static List<Workload> workloads(
      MeasuredGroup group, String path, Calibration calibration) {
    List<Workload> workloads = new ArrayList<>();
    MeasuredGroup.Load load = group.load();
    String name = group.group();
    if (load.hogs() > 0) {
      Step spin = Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000))));
      workloads.add(
          Workload.of("spin-" + name, path, load.hogs(), List.of(spin))
              .on(group.cpus())
              .starting(SETTLE_NS, 0));
    }
    long period = load.jobPeriodUs() * Machine.NS_PER_US;
    for (int i = 0; i < load.jobs(); i++) {
      long phase = load.spread() ? period * i / load.jobs() : 0;
      Step run = new Step.Run(Span.us(load.jobUs()));
      Step job = new Step.Periodic(jobs(group), period, phase, List.of(run));
      workloads.add(
          Workload.of("job-" + name + "-" + i, path, 1, List.of(job))
              .on(group.cpus())
              .starting(SETTLE_NS, 0));
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

  /** Name under which a group's responses are measured. */
  static String jobs(MeasuredGroup group) {
    return "jobs of " + group.group();
  }

  private static List<Workload> background(
      MeasuredRun run, Machine machine, SplittableRandom random) {
    List<Workload> workloads = new ArrayList<>();
    MeasuredGroup.Values values = run.groups().getFirst().values();
    double outside =
        run.emulated() ? 0 : (double) values.outsideBusyNs() / values.durationNs() / machine.cpus();
    double span = OUTSIDE_RUN_MAX_NS / OUTSIDE_RUN_MIN_NS;
    long outsideRun = Math.round(OUTSIDE_RUN_MIN_NS * Math.pow(span, random.nextDouble()));
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      workloads.add(kernelThread(cpu, machine));
      if (outside > (run.emulated() ? QUIET_EMULATED : QUIET)) {
        double share = Math.min(0.95, outside);
        long sleep = Math.round(outsideRun * (1 - share) / share);
        workloads.add(
            Workload.of(
                "outside/" + cpu,
                "/",
                1,
                List.of(
                    Step.Repeat.forever(
                        List.of(
                            new Step.Run(new Span.Exponential(outsideRun)),
                            new Step.Sleep(new Span.Exponential(Math.max(1, sleep))))))));
      }
    }
    return workloads;
  }

  private static Workload kernelThread(int cpu, Machine machine) {
    Step work = new Step.Kernel(KTHREAD_RUN, Preemption.DISABLED);
    long period = KTHREAD_TICKS * machine.tickNs();
    Step job =
        new Step.Periodic(
            "kernel thread", period, machine.tickPhaseNs() + KTHREAD_DELAY_NS, List.of(work));
    return new Workload("kworker/" + cpu, "/", 1, List.of(job), CpuSet.of(cpu), 0, 0, 0, true);
  }
}
