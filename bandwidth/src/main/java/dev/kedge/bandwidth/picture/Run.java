package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.cgroup.CgroupFs;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import dev.kedge.bandwidth.sim.SimulationResult;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A finished simulation with what it takes to show it.
 *
 * @param label tells it from others beside it, such as {@code A}
 * @param timeline its recorded window, if one was asked for
 */
public record Run(
    String label, Scenario scenario, SimulationResult result, Optional<Timeline> timeline) {
  private static final int PROGRESS_STEPS = 200;

  /** Part of a run to record, in nanoseconds since its start. */
  public record Window(long fromNs, long toNs) {}

  /**
   * Simulates a scenario to its end.
   *
   * @param window what to record; nothing when empty, which is faster
   * @param progress is told the simulated nanoseconds now and then
   */
  public static Run of(
      String label, Scenario scenario, Optional<Window> window, LongConsumer progress) {
    if (window.isEmpty()) {
      Simulation simulation = Simulation.of(scenario, SimulationListener.NONE);
      CgroupFs.serveWrites(simulation, scenario);
      toEnd(simulation, scenario.durationNs(), progress);
      return new Run(label, scenario, simulation.result(), Optional.empty());
    }
    TimelineRecorder recorder = new TimelineRecorder(window.get().fromNs(), window.get().toNs());
    Simulation simulation = Simulation.of(scenario, recorder);
    CgroupFs.serveWrites(simulation, scenario);
    toEnd(simulation, scenario.durationNs(), progress);
    Timeline timeline = recorder.timeline(scenario.name() + ", " + label, scenario, simulation);
    return new Run(label, scenario, simulation.result(), Optional.of(timeline));
  }

  private static void toEnd(Simulation simulation, long durationNs, LongConsumer progress) {
    long step = Math.max(1, durationNs / PROGRESS_STEPS);
    for (long at = 0; at < durationNs; ) {
      at = Math.min(durationNs, at + step);
      simulation.runUntil(at);
      progress.accept(at);
    }
  }
}
