package dev.kedge.bandwidth.sim;

import java.util.List;
import java.util.Map;

/**
 * A finished run.
 *
 * @param durationNs simulated time
 * @param groups counters by path, in the scenario's order; the root group is {@code /}
 * @param tasks in the order they were started, at most 100,000
 * @param operations in the order of the scenario
 * @param cpuBusyNs busy time of each CPU
 * @param events events the simulation handled
 */
public record SimulationResult(
    long durationNs,
    Map<String, GroupCounters> groups,
    List<TaskResult> tasks,
    List<OperationResult> operations,
    List<Long> cpuBusyNs,
    long events) {}
