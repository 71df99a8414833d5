package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.cgroup.CgroupFs;
import dev.kedge.bandwidth.picture.Timeline;
import dev.kedge.bandwidth.picture.TimelineRecorder;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import dev.kedge.bandwidth.sim.SimulationResult;
import java.time.Duration;

/**
 * A finished run with the time line of its window.
 *
 * @param label the kernel as it was asked for
 * @param scenario what ran, with that kernel
 * @param elapsed computing time
 */
record BoundedRun(
    String label, Scenario scenario, SimulationResult result, Timeline timeline, Duration elapsed) {
  /** So often the budget is looked at even when nothing changes. */
  private static final long STEP_NS = 10_000_000;

  /**
   * Runs a scenario to its end.
   *
   * @throws dev.kedge.server.http.ProblemException when the budget is used up
   */
  static BoundedRun of(
      String label, Scenario scenario, long fromNs, long toNs, int segments, RunBudget budget) {
    long start = System.nanoTime();
    TimelineRecorder recorder = new TimelineRecorder(fromNs, toNs, segments);
    budget.begin();
    Simulation simulation = Simulation.of(scenario, SimulationListener.both(budget, recorder));
    CgroupFs.serveWrites(simulation, scenario);
    long now = 0;
    while (now < scenario.durationNs()) {
      now = Math.min(scenario.durationNs(), now + STEP_NS);
      simulation.runUntil(now);
      budget.look(now);
    }
    return new BoundedRun(
        label,
        scenario,
        simulation.result(),
        recorder.timeline(label, scenario, simulation),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
