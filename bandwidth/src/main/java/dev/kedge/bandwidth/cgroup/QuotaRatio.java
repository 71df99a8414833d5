package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.CpuLimit;

/**
 * A limit as the share of CPUs the kernel compares between levels: quota times 2^20 over period,
 * rounded down ({@code to_ratio}, {@code tg_cfs_schedulable_down}).
 */
public final class QuotaRatio {
  /** No limit here or above. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final int SHIFT = 20;

  private QuotaRatio() {}

  /** The ratio of one limit by itself. */
  public static long of(CpuLimit limit) {
    return limit.limited()
        ? Long.divideUnsigned(limit.quotaUs() << SHIFT, limit.periodUs())
        : UNLIMITED;
  }

  /** The ratio that holds below a parent of the given one: the smaller, in both versions. */
  public static long below(long parent, CpuLimit limit) {
    return Math.min(parent, of(limit));
  }

  /** Whether version 1 accepts a child with this limit below a parent of that ratio. */
  public static boolean fits(long parent, CpuLimit limit) {
    return !limit.limited() || of(limit) <= parent;
  }
}
