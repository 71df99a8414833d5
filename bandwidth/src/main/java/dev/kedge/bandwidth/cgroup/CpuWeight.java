package dev.kedge.bandwidth.cgroup;

/**
 * Two scales of a group's weight: {@code cpu.shares} (1024 is usual) and {@code cpu.weight} (100).
 */
public final class CpuWeight {
  public static final int MIN_SHARES = 2;
  public static final int MAX_SHARES = 1 << 18;
  public static final int MIN_WEIGHT = 1;
  public static final int MAX_WEIGHT = 10_000;

  private CpuWeight() {}

  /** {@code sched_weight_from_cgroup}: 1024/100 of the weight, rounded to the nearest. */
  public static int sharesOfWeight(int weight) {
    return (weight * 1024 + 50) / 100;
  }

  /** {@code sched_weight_to_cgroup}: 100/1024 of the shares, rounded to the nearest and clamped. */
  public static int weightOfShares(int shares) {
    return Math.clamp((shares * 100L + 512) / 1024, MIN_WEIGHT, MAX_WEIGHT);
  }

  /** {@code sched_group_set_shares} takes any number and clamps it. */
  static int clampShares(long unsignedShares) {
    return unsignedShares < 0 ? MAX_SHARES : Math.clamp(unsignedShares, MIN_SHARES, MAX_SHARES);
  }
}
