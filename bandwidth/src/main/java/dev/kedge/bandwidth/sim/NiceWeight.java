package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;

/**
 * Load weights of nice values: each step is a factor of 1.25, rounded as {@code
 * sched_prio_to_weight} has it.
 */
public final class NiceWeight {
  private static final int[] WEIGHTS = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  private NiceWeight() {}

  /**
   * The weight of a nice level.
   *
   * @throws BandwidthException when it is not -20 to 19
   */
  public static int of(int nice) {
    if (nice < -20 || nice > 19) {
      throw new BandwidthException("nice %d is not in -20 to 19".formatted(nice));
    }
    return WEIGHTS[nice + 20];
  }

  /**
   * The nice level whose weight is nearest; the lower of two ({@code cpu_weight_nice_read_s64}).
   */
  public static int nearest(int weight) {
    int best = 0;
    while (best + 1 < WEIGHTS.length
        && Math.abs(WEIGHTS[best + 1] - weight) < Math.abs(WEIGHTS[best] - weight)) {
      best++;
    }
    return best - 20;
  }
}
