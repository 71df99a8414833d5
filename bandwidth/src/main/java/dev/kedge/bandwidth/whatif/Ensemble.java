package dev.kedge.bandwidth.whatif;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs a case over the loads that fit and over phases and placements, which nobody knows of a real
 * host: each run has its own.
 */
final class Ensemble {
  private final Trials trials;
  private final List<Demand> demands;
  private final Effort effort;
  private final long seed;

  /**
   * Nothing has run yet.
   *
   * @param demands loads that fit, not empty
   */
  Ensemble(Trials trials, List<Demand> demands, Effort effort, long seed) {
    this.trials = trials;
    this.demands = List.copyOf(demands);
    this.effort = effort;
    this.seed = seed;
  }

  /** All runs. */
  List<Trial> runs(HostCase host) {
    List<Trial> runs = new ArrayList<>(effort.phases());
    for (int i = 0; i < effort.phases(); i++) {
      runs.add(run(host, i));
    }
    return runs;
  }

  private Trial run(HostCase host, int number) {
    return trials.run(
        host, demands.get(number % demands.size()), seed + 7_919L * number, effort.length());
  }

  /** Whether a target is met in 19 of 20 runs; stops as soon as that is out of reach. */
  boolean meets(HostCase host, Target target, int count) {
    int allowed = count / 20;
    for (int i = 0; i < count; i++) {
      if (!target.met(run(host, i)) && --allowed < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether runs that have been made meet a target in 19 of 20 cases. */
  static boolean met(List<Trial> runs, Target target) {
    return runs.stream().filter(run -> !target.met(run)).count() <= runs.size() / 20;
  }
}
