package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.scenario.Scenario;

/**
 * Runs one scenario.
 *
 * <p>Not thread-safe; deterministic for the scenario's seed.
 */
public abstract class Simulation {
  /**
   * Prepares a run; nothing has happened yet at time 0.
   *
   * @throws BandwidthException when the scenario names something that is not there
   */
  public static Simulation of(Scenario scenario, SimulationListener listener) {
    throw new BandwidthException("engine is on its way");
  }

  public static SimulationResult run(Scenario scenario) {
    Simulation simulation = of(scenario, SimulationListener.NONE);
    simulation.runUntil(scenario.durationNs());
    return simulation.result();
  }

  /** Nanoseconds since the start. */
  public abstract long now();

  /** Handles everything up to and including {@code timeNs}. */
  public abstract void runUntil(long timeNs);

  /** What has come of it so far; open intervals of throttling are not in the counters. */
  public abstract SimulationResult result();

  /** Names by id, for a listener. */
  public abstract String groupPath(int group);

  public abstract String taskName(int task);

  public abstract String lockName(int lock);

  public abstract String operationName(int operation);

  /** The group's id; 0 is the root group. */
  public abstract int group(String path);

  public abstract GroupCounters counters(int group);

  /** Runtime in the group's pool. */
  public abstract long pool(int group);

  /** Adds a group below an existing one. */
  public abstract int createGroup(dev.kedge.bandwidth.scenario.Group group);

  /** Removes a group without tasks and children. */
  public abstract void removeGroup(int group);

  /** What writing the limit files does (R13). */
  public abstract void setLimit(int group, CpuLimit limit);

  public abstract CpuLimit limit(int group);

  public abstract void setShares(int group, int shares);

  public abstract void setIdle(int group, boolean idle);

  /** Moves a task by its name. */
  public abstract void move(String task, int group);

  /**
   * Pressure stall totals of the group's CPU, as {@code cpu.pressure} counts them: at least one
   * runnable task was waiting ("some"), in nanoseconds.
   */
  public abstract long pressureSomeNs(int group);

  /** All non-idle tasks were waiting ("full"), in nanoseconds. */
  public abstract long pressureFullNs(int group);
}
