package dev.kedge.bandwidth;

/**
 * The bandwidth limit of a task group, as {@code cpu.max} and {@code cpu.max.burst} state it.
 *
 * <p>The ranges are the kernel's ({@code tg_set_cfs_bandwidth}): period 1 ms to 1 s, quota at least
 * 1 ms and at most 2^44-1 us, burst at most the quota. Which errno a write outside them gets is the
 * business of the cgroup files.
 *
 * @param quotaUs CPU time per period in microseconds, or {@link #UNLIMITED}
 * @param periodUs period in microseconds
 * @param burstUs unused time that may be carried over, in microseconds
 */
public record CpuLimit(long quotaUs, long periodUs, long burstUs) {
  public static final long UNLIMITED = -1;
  public static final long DEFAULT_PERIOD_US = 100_000;
  public static final long MIN_PERIOD_US = 1_000;
  public static final long MAX_PERIOD_US = 1_000_000;
  public static final long MIN_QUOTA_US = 1_000;
  public static final long MAX_QUOTA_US = (1L << 44) - 1;

  /** No limit, with the default period. */
  public static final CpuLimit NONE = new CpuLimit(UNLIMITED, DEFAULT_PERIOD_US, 0);

  /** Checks the ranges the kernel accepts. */
  public CpuLimit {
    check(periodUs >= MIN_PERIOD_US && periodUs <= MAX_PERIOD_US, "period", periodUs);
    check(
        quotaUs == UNLIMITED || (quotaUs >= MIN_QUOTA_US && quotaUs <= MAX_QUOTA_US),
        "quota",
        quotaUs);
    check(burstUs >= 0, "burst", burstUs);
    check(
        quotaUs == UNLIMITED || (burstUs <= quotaUs && quotaUs + burstUs <= MAX_QUOTA_US),
        "burst",
        burstUs);
  }

  public static CpuLimit of(long quotaUs, long periodUs) {
    return new CpuLimit(quotaUs, periodUs, 0);
  }

  public CpuLimit withBurst(long burst) {
    return new CpuLimit(quotaUs, periodUs, burst);
  }

  public boolean limited() {
    return quotaUs != UNLIMITED;
  }

  /** CPUs' worth of time the limit allows; infinite without a limit. */
  public double cpus() {
    return limited() ? (double) quotaUs / periodUs : Double.POSITIVE_INFINITY;
  }

  /** The line {@code cpu.max} shows: {@code max 100000} or {@code 20000 100000}. */
  public String cpuMax() {
    return (limited() ? Long.toString(quotaUs) : "max") + " " + periodUs;
  }

  private static void check(boolean ok, String what, long value) {
    if (!ok) {
      throw new BandwidthException(
          "%s of %d us is outside what the kernel takes".formatted(what, value));
    }
  }
}
