package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.picture.Run;
import dev.kedge.bandwidth.scenario.Scenario;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * What a user may change about an experiment.
 *
 * @param seed of everything drawn
 * @param durationNs simulated time; the experiment's own when empty
 * @param cpus CPUs of the machine, where the experiment lets them be chosen
 * @param width columns of drawn time lines
 * @param progress is told how far each simulation is
 */
public record Settings(
    long seed, OptionalLong durationNs, OptionalInt cpus, int width, Progress progress) {

  /** Follows simulations. */
  public interface Progress {
    /** A consumer of the simulated nanoseconds of one run. */
    LongConsumer of(String run, long durationNs);
  }

  /** The experiment's own settings, in silence. */
  public static Settings ofSeed(long seed) {
    return new Settings(seed, OptionalLong.empty(), OptionalInt.empty(), 100, (_, _) -> _ -> {});
  }

  public Settings withDuration(long ns) {
    return new Settings(seed, OptionalLong.of(ns), cpus, width, progress);
  }

  /** Simulates a scenario with the seed and duration set here and records a window. */
  Run simulate(String label, Scenario scenario, Run.Window window) {
    return simulate(label, scenario, Optional.of(window));
  }

  /** Simulates a scenario with the seed and duration set here. */
  Run simulate(String label, Scenario scenario) {
    return simulate(label, scenario, Optional.empty());
  }

  private Run simulate(String label, Scenario scenario, Optional<Run.Window> window) {
    Scenario set = applyTo(scenario);
    return Run.of(label, set, window, progress.of(label, set.durationNs()));
  }

  Scenario applyTo(Scenario scenario) {
    return scenario.withSeed(seed).withDuration(durationNs.orElse(scenario.durationNs()));
  }
}
