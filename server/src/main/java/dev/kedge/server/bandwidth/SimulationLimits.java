package dev.kedge.server.bandwidth;

import java.time.Duration;

/**
 * Bounds of the runs somebody may ask a server for. The command line has none of them.
 *
 * @param concurrent requests simulated at once
 * @param patience how long a request waits for its turn
 * @param bodyBytes largest scenario file
 * @param cpus most CPUs
 * @param tasks most tasks a scenario starts
 * @param startedTasks most tasks a run may have started, those forked included
 * @param groups most groups
 * @param kernels most kernels one request compares
 * @param duration longest simulated time
 * @param changes most changes of state one run may go through
 * @param time longest time one request may compute
 * @param segments most stretches of each kind in a time line
 */
public record SimulationLimits(
    int concurrent,
    Duration patience,
    int bodyBytes,
    int cpus,
    int tasks,
    int startedTasks,
    int groups,
    int kernels,
    Duration duration,
    long changes,
    Duration time,
    int segments) {

  /** What answers within seconds and in tens of megabytes. */
  public static SimulationLimits standard() {
    return new SimulationLimits(
        2,
        Duration.ofSeconds(10),
        256 << 10,
        16,
        256,
        20_000,
        256,
        4,
        Duration.ofSeconds(20),
        40_000_000,
        Duration.ofSeconds(10),
        30_000);
  }

  /** The same with another bound of changes in a run. */
  public SimulationLimits withChanges(long other) {
    return new SimulationLimits(
        concurrent,
        patience,
        bodyBytes,
        cpus,
        tasks,
        startedTasks,
        groups,
        kernels,
        duration,
        other,
        time,
        segments);
  }

  /** The same with another bound of computing time. */
  public SimulationLimits withTime(Duration other) {
    return new SimulationLimits(
        concurrent,
        patience,
        bodyBytes,
        cpus,
        tasks,
        startedTasks,
        groups,
        kernels,
        duration,
        changes,
        other,
        segments);
  }
}
