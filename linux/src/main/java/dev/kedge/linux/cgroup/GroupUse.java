package dev.kedge.linux.cgroup;

import java.util.OptionalLong;

/**
 * Counters of one cgroup: totals since it was made. What this kernel or hierarchy does not show is
 * empty.
 *
 * @param usageNanos CPU time, groups below included
 * @param userNanos its part in user mode
 * @param systemNanos its part in kernel mode
 * @param periods enforcement periods in which it ran
 * @param throttledPeriods those in which it was throttled
 * @param throttledNanos time its run queues were throttled by its own limit, summed over CPUs
 * @param bursts periods that used more than the quota
 * @param burstNanos time used above the quota in them
 * @param localNanos time its run queues were throttled by this or a higher limit, summed over CPUs
 * @param pressureSomeNanos at least one task waited for a CPU
 * @param pressureFullNanos all tasks that were not asleep waited
 */
public record GroupUse(
    OptionalLong usageNanos,
    OptionalLong userNanos,
    OptionalLong systemNanos,
    OptionalLong periods,
    OptionalLong throttledPeriods,
    OptionalLong throttledNanos,
    OptionalLong bursts,
    OptionalLong burstNanos,
    OptionalLong localNanos,
    OptionalLong pressureSomeNanos,
    OptionalLong pressureFullNanos) {}
