package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;

/**
 * The threads directly in a group.
 *
 * @param count how many at the end of the interval
 * @param active how many of them ran within it; -1 when that was not measured
 * @param busiestNs CPU time of the one that ran longest; -1 when that was not measured
 */
public record ThreadActivity(int count, int active, long busiestNs) {
  public static final ThreadActivity NONE = new ThreadActivity(0, 0, 0);

  public ThreadActivity {
    if (count < 0 || active < -1 || active > count || busiestNs < -1) {
      throw new BandwidthException(
          "%d threads, %d active, busiest %d ns: expected numbers that fit together"
              .formatted(count, active, busiestNs));
    }
  }

  /** Only the number of threads is known. */
  public static ThreadActivity counted(int count) {
    return new ThreadActivity(count, -1, -1);
  }

  /** Whether it was measured which threads ran. */
  public boolean measured() {
    return active >= 0 && busiestNs >= 0;
  }
}
