package dev.kedge.bandwidth.host;

/** A total the kernel keeps of a task group and that only grows. */
public enum Counter {
  /** CPU time of the group and everything below ({@code usage_usec}, {@code cpuacct.usage}). */
  USAGE("usage_ns"),
  /** Its part in user mode. */
  USER("user_ns"),
  /** Its part in kernel mode. */
  SYSTEM("system_ns"),
  /** Periods the group's timer has counted. */
  PERIODS("nr_periods"),
  /** Periods in which at least one CPU was throttled at the refill. */
  THROTTLED_PERIODS("nr_throttled"),
  /** Closed intervals of the group's own throttle, summed over CPUs. */
  THROTTLED("throttled_ns"),
  /** Periods that used more than the quota. */
  BURSTS("nr_bursts"),
  /** Time used above the quota in them. */
  BURST("burst_ns"),
  /** Closed intervals throttled here or above, summed over CPUs ({@code cpu.stat.local}). */
  THROTTLED_LOCAL("throttled_local_ns"),
  /** Time on a CPU of the threads directly in the group ({@code /proc/PID/schedstat}). */
  RUN("threads_run_ns"),
  /**
   * CPU time these threads would have taken had none of them waited: the sum over threads of run /
   * (1 - wait / interval).
   */
  UNHINDERED("threads_unhindered_ns"),
  /** Time these threads were runnable and waited for a CPU; a throttle counts as waiting. */
  WAIT("threads_wait_ns"),
  /** How often one of these threads was put on a CPU. */
  TIMESLICES("threads_timeslices"),
  /** {@code cpu.pressure}, some: at least one task of the group waited for a CPU. */
  PRESSURE_SOME("pressure_some_ns"),
  /** {@code cpu.pressure}, full: all of its tasks that were not asleep waited. */
  PRESSURE_FULL("pressure_full_ns");

  private final String key;

  Counter(String key) {
    this.key = key;
  }

  /** The name in a snapshot file; times are nanoseconds. */
  public String key() {
    return key;
  }
}
