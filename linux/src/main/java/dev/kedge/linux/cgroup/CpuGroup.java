package dev.kedge.linux.cgroup;

import java.util.List;

/**
 * One cgroup of the hierarchy with the cpu controller, observed over an interval.
 *
 * @param path in the hierarchy; {@code /} is the root group
 * @param settings limit and weight at the end of the interval
 * @param allowedCpus where its first thread may run, as a list such as {@code 0-3}; empty when it
 *     has no thread or that could not be read
 * @param before counters at the start
 * @param after counters at the end
 * @param threads its threads
 * @param usageSteps CPU time in each step of the interval, nanoseconds; empty where it was not
 *     followed
 */
public record CpuGroup(
    String path,
    GroupSettings settings,
    String allowedCpus,
    GroupUse before,
    GroupUse after,
    GroupThreads threads,
    List<Long> usageSteps) {}
