package dev.kedge.linux.cgroup;

/**
 * Bandwidth control of one cgroup with a CPU limit: totals since the group was made.
 *
 * @param path of the group in its hierarchy
 * @param quotaCpus CPUs it may use per period
 * @param periods enforcement periods in which it ran
 * @param throttledPeriods those in which it was throttled
 * @param throttledNanos time its run queues were throttled, summed over CPUs
 */
public record CgroupThrottling(
    String path, double quotaCpus, long periods, long throttledPeriods, long throttledNanos) {}
