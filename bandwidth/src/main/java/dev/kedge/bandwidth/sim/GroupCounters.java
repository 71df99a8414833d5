package dev.kedge.bandwidth.sim;

/**
 * What the {@code cpu.stat} files of a group hold, in nanoseconds and in v1's order.
 *
 * @param usageNs CPU time of the group and everything below
 * @param userNs its part in user mode
 * @param systemNs its part in kernel mode
 * @param nrPeriods periods the timer has counted
 * @param nrThrottled periods in which at least one CPU was throttled at the refill
 * @param throttledNs closed intervals of the group's own throttle, summed over CPUs
 * @param nrBursts periods that used more than the quota
 * @param burstNs time used above the quota in them
 * @param throttledLocalNs {@code cpu.stat.local}: closed intervals throttled here or above, summed
 *     over CPUs
 */
public record GroupCounters(
    long usageNs,
    long userNs,
    long systemNs,
    long nrPeriods,
    long nrThrottled,
    long throttledNs,
    long nrBursts,
    long burstNs,
    long throttledLocalNs) {

  /** The growth since an earlier reading. */
  public GroupCounters minus(GroupCounters earlier) {
    return new GroupCounters(
        usageNs - earlier.usageNs,
        userNs - earlier.userNs,
        systemNs - earlier.systemNs,
        nrPeriods - earlier.nrPeriods,
        nrThrottled - earlier.nrThrottled,
        throttledNs - earlier.throttledNs,
        nrBursts - earlier.nrBursts,
        burstNs - earlier.burstNs,
        throttledLocalNs - earlier.throttledLocalNs);
  }
}
