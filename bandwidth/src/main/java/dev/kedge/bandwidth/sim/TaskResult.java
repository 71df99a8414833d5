package dev.kedge.bandwidth.sim;

/**
 * What a task did.
 *
 * @param name as its workload names it
 * @param cpuNs CPU time
 * @param userNs its part in user mode
 * @param alive whether it had not exited at the end
 * @param holdsNs longest time it kept a lock, wall time
 */
public record TaskResult(String name, long cpuNs, long userNs, boolean alive, long holdsNs) {}
