package dev.kedge.bandwidth.cgroup;

/**
 * The three scales of a group's weight: {@code cpu.shares} (1024 is usual), {@code cpu.weight}
 * (100) and {@code cpu.weight.nice} (0).
 */
public final class CpuWeight {
  public static final int MIN_SHARES = 2;
  public static final int MAX_SHARES = 1 << 18;
  public static final int MIN_WEIGHT = 1;
  public static final int MAX_WEIGHT = 10_000;
  static final int IDLE_SHARES = 3;
  private static final int MIN_NICE = -20;

  /** Weight of each nice level from -20 on: each about 1.25 times the next. */
  private static final int[] BY_NICE = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, //
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277, //
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, //
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  private CpuWeight() {}

  /** {@code sched_weight_from_cgroup}: 1024/100 of the weight, rounded to the nearest. */
  public static int sharesOfWeight(int weight) {
    return (weight * 1024 + 50) / 100;
  }

  /** {@code sched_weight_to_cgroup}: 100/1024 of the shares, rounded to the nearest and clamped. */
  public static int weightOfShares(int shares) {
    return Math.clamp((shares * 100L + 512) / 1024, MIN_WEIGHT, MAX_WEIGHT);
  }

  /**
   * Weight of a nice level.
   *
   * @param nice -20 to 19
   */
  public static int sharesOfNice(int nice) {
    return BY_NICE[nice - MIN_NICE];
  }

  /**
   * The nice level whose weight is nearest; the lower of two ({@code cpu_weight_nice_read_s64}).
   */
  public static int niceOfShares(int shares) {
    int best = 0;
    while (best + 1 < BY_NICE.length
        && Math.abs(BY_NICE[best + 1] - shares) < Math.abs(BY_NICE[best] - shares)) {
      best++;
    }
    return best + MIN_NICE;
  }

  /** {@code sched_group_set_shares} takes any number and clamps it. */
  static int clampShares(long unsignedShares) {
    return unsignedShares < 0 ? MAX_SHARES : Math.clamp(unsignedShares, MIN_SHARES, MAX_SHARES);
  }
}
