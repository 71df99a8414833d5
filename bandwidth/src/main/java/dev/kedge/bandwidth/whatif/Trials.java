package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Runs cases and keeps account of what that costs. */
final class Trials {
  private final long stepNs;
  private long events;
  private int runs;

  /**
   * No run yet.
   *
   * @param stepNs steps in which usage is noted; 0 for none
   */
  Trials(long stepNs) {
    this.stepNs = stepNs;
  }

  /** Events handled so far. */
  long events() {
    return events;
  }

  int runs() {
    return runs;
  }

  /** One run. */
  Trial run(HostCase host, Demand demand, long seed, double fraction) {
    Scenario scenario = host.scenario(demand, seed, fraction);
    TrialListener listener = new TrialListener();
    Simulation simulation = Simulation.of(scenario, listener);
    listener.attach(simulation);
    List<Long> steps = new ArrayList<>();
    if (stepNs > 0) {
      int target = simulation.group(host.target());
      long before = 0;
      for (long at = stepNs; at <= scenario.durationNs(); at += stepNs) {
        simulation.runUntil(at);
        long usage = simulation.counters(target).usageNs();
        steps.add(Math.max(0, usage - before));
        before = usage;
      }
    }
    simulation.runUntil(scenario.durationNs());
    listener.finish(scenario.durationNs());
    SimulationResult result = simulation.result();
    events += result.events();
    runs++;
    return trial(host, result, listener, Variation.of(steps));
  }

  private static Trial trial(
      HostCase host, SimulationResult result, TrialListener listener, OptionalDouble variation) {
    double duration = result.durationNs();
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Group group : host.groups()) {
      if (group.limit().limited()) {
        shares.put(group.path(), share(counters(result, group.path())));
      }
    }
    GroupCounters own = counters(result, host.target());
    return new Trial(
        own.usageNs() / duration,
        shares.values().stream().mapToDouble(Double::doubleValue).max().orElse(0),
        shares,
        listener.waitedNs() / duration,
        own.throttledNs() / duration,
        listener.activations(),
        listener.longestPauseNs(),
        listener.longestKernelPauseNs(),
        variation,
        result.events());
  }

  private static GroupCounters counters(SimulationResult result, String path) {
    GroupCounters counters = result.groups().get(path);
    if (counters == null) {
      throw new IllegalStateException("no counters of " + path);
    }
    return counters;
  }

  private static double share(GroupCounters counters) {
    return counters.nrPeriods() == 0
        ? 0
        : Math.min(1, (double) counters.nrThrottled() / counters.nrPeriods());
  }
}
