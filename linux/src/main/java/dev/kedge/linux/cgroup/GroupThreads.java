package dev.kedge.linux.cgroup;

/**
 * The threads directly in a cgroup and what they did between two readings. A thread that ended
 * meanwhile is not in the sums.
 *
 * @param count threads at the end
 * @param active those that ran meanwhile
 * @param busiestNanos CPU time of the one that ran longest
 * @param runNanos CPU time of all
 * @param unhinderedNanos CPU time they would have taken had none of them waited: the sum of run /
 *     (1 - wait / interval), each at most the interval
 * @param waitNanos time they were runnable and waited for a CPU
 * @param timeslices how often one of them was put on a CPU
 * @param measured false when their times could not be read, or were left out to bound the cost
 */
public record GroupThreads(
    int count,
    int active,
    long busiestNanos,
    long runNanos,
    long unhinderedNanos,
    long waitNanos,
    long timeslices,
    boolean measured) {}
