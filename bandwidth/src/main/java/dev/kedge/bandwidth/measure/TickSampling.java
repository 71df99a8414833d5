package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.Collection;

/**
 * What {@code /proc/stat} counts of a run's own tasks beyond what they used.
 *
 * <p>It counts a whole tick for whoever a tick finds running ({@code account_process_tick}, without
 * precise accounting), and idle time by the clock. A throttled hog runs from a refill, anywhere
 * between two ticks, up to a tick: each time it is counted for some two milliseconds it had not yet
 * begun. Jobs that start and end between ticks are counted for less than they ran. What is left
 * over when the usage of the groups is taken off is no other program.
 */
final class TickSampling {
  private TickSampling() {}

  /**
   * How much more of the groups ticks count than they use, nanoseconds; negative where it is less.
   *
   * @param undisturbed the run with its phases, and nothing beside it
   * @param paths of the groups right below the top of the run
   */
  static double excessNs(Scenario undisturbed, Collection<String> paths) {
    StallRecorder recorder =
        new StallRecorder(
            undisturbed.machine().cpus(), MeasuredScenario.SETTLE_NS, Long.MAX_VALUE, 0);
    Simulation simulation = Simulation.of(undisturbed, recorder);
    simulation.runUntil(undisturbed.durationNs());
    double usage = 0;
    for (String path : paths) {
      usage += simulation.counters(simulation.group(path)).usageNs();
    }
    return (double) recorder.ticks() * undisturbed.machine().tickNs() - usage;
  }
}
