package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One group of a host, cut out for simulation: the group with its ancestors' limits, the groups its
 * threads live in, and stand-ins for the load of everything else.
 *
 * @param machine as many CPUs as matter to the group
 * @param kernel of the host
 * @param groups ancestors, the group, groups below; parents first
 * @param target path of the group
 * @param places where its threads live
 * @param neighbours stand-ins for the load around it, of tasks whose names do not begin with {@link
 *     Demand#TASKS}
 * @param cpus where its threads may run
 */
record HostCase(
    Machine machine,
    Kernel kernel,
    List<Group> groups,
    String target,
    List<Demand.Place> places,
    List<Workload> neighbours,
    CpuSet cpus) {
  private static final long SHORTEST_RUN_NS = 4_000_000_000L;
  private static final long LONGEST_RUN_NS = 20_000_000_000L;
  private static final int PERIODS_PER_RUN = 100;

  HostCase {
    groups = List.copyOf(groups);
    places = List.copyOf(places);
    neighbours = List.copyOf(neighbours);
  }

  CpuLimit limit() {
    return groups.stream()
        .filter(group -> group.path().equals(target))
        .findFirst()
        .map(Group::limit)
        .orElse(CpuLimit.NONE);
  }

  /** The same with another limit of the group. */
  HostCase withLimit(CpuLimit limit) {
    List<Group> changed =
        groups.stream()
            .map(group -> group.path().equals(target) ? group.withLimit(limit) : group)
            .toList();
    return new HostCase(machine, kernel, changed, target, places, neighbours, cpus);
  }

  /** The same with no limit but the group's own. */
  HostCase withoutOtherLimits() {
    List<Group> changed =
        groups.stream()
            .map(group -> group.path().equals(target) ? group : group.withLimit(CpuLimit.NONE))
            .toList();
    return new HostCase(machine, kernel, changed, target, places, neighbours, cpus);
  }

  boolean hasOtherLimits() {
    return groups.stream()
        .anyMatch(group -> group.limit().limited() && !group.path().equals(target));
  }

  HostCase withKernel(Kernel other) {
    return new HostCase(machine, other, groups, target, places, neighbours, cpus);
  }

  /** The same with the group's threads confined to CPUs. */
  HostCase withCpus(CpuSet set) {
    return new HostCase(machine, kernel, groups, target, places, neighbours, set);
  }

  /**
   * The scenario of one run; phases of tick and timers and the placement follow from the seed.
   *
   * @param fraction of the usual length, for looking only whether something is possible at all
   */
  Scenario scenario(Demand demand, long seed, double fraction) {
    long period = limit().periodUs() * 1_000;
    long duration = Math.clamp(PERIODS_PER_RUN * period, SHORTEST_RUN_NS, LONGEST_RUN_NS);
    List<Workload> workloads = new ArrayList<>(demand.workloads(places, cpus));
    workloads.addAll(neighbours);
    long phase = new SplittableRandom(seed).nextLong(machine.tickNs());
    return new Scenario(
        target,
        machine.withTick(machine.tickNs(), phase),
        kernel,
        groups,
        List.of(),
        workloads,
        List.of(),
        Math.max(SHORTEST_RUN_NS / 4, Math.round(duration * fraction)),
        seed);
  }

  /** Tasks that use so many CPUs in short turns, each for itself. */
  static Workload neighbours(String name, String group, int count, double cpus) {
    double each = Math.min(0.95, cpus / count);
    long run = 2_000_000;
    return Workload.of(
            name,
            group,
            count,
            List.of(
                Step.Repeat.forever(
                    List.of(
                        new Step.Sleep(new Span.Exponential(Math.round(run * (1 / each - 1)))),
                        new Step.Run(new Span.Exponential(run))))))
        .starting(0, 1_700_000);
  }
}
