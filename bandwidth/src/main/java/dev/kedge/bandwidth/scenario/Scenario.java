package dev.kedge.bandwidth.scenario;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import java.util.List;

/**
 * Everything a simulation needs; the same scenario with the same seed gives the same run.
 *
 * @param name for titles
 * @param machine the computer
 * @param kernel its rules
 * @param groups task groups, parents before children
 * @param locks locks the steps name
 * @param workloads tasks
 * @param events what happens from outside, in any order
 * @param durationNs length of the run
 * @param seed of everything drawn: timer phases, placements, random spans
 */
public record Scenario(
    String name,
    Machine machine,
    Kernel kernel,
    List<Group> groups,
    List<Lock> locks,
    List<Workload> workloads,
    List<Event> events,
    long durationNs,
    long seed) {

  public Scenario {
    groups = List.copyOf(groups);
    locks = List.copyOf(locks);
    workloads = List.copyOf(workloads);
    events = List.copyOf(events);
  }

  public Scenario withKernel(Kernel other) {
    return new Scenario(name, machine, other, groups, locks, workloads, events, durationNs, seed);
  }

  public Scenario withMachine(Machine other) {
    return new Scenario(name, other, kernel, groups, locks, workloads, events, durationNs, seed);
  }

  public Scenario withGroups(List<Group> other) {
    return new Scenario(name, machine, kernel, other, locks, workloads, events, durationNs, seed);
  }

  public Scenario withSeed(long other) {
    return new Scenario(name, machine, kernel, groups, locks, workloads, events, durationNs, other);
  }

  public Scenario withDuration(long ns) {
    return new Scenario(name, machine, kernel, groups, locks, workloads, events, ns, seed);
  }
}
