package dev.kedge.patches.forecast;

import java.util.Arrays;

/**
 * How long the conflicts of a rebase take, from how the tree's own committers worked so far: on a
 * day on which one of them applied commits that say they differ from upstream, how many were they?
 *
 * @param known whether the history holds enough such days to say
 * @param adaptedPerDay the median number of such commits of one committer on such a day
 * @param days how many such days there were
 * @param hours the estimate, eight hours to a day; 0 when not known
 */
public record Effort(boolean known, double adaptedPerDay, int days, double hours) {
  /** Fewer days say more about those days than about the work. */
  static final int ENOUGH_DAYS = 20;

  static final double HOURS_A_DAY = 8;

  static Effort of(int[] adaptedByDay, long conflicts) {
    if (adaptedByDay.length < ENOUGH_DAYS) {
      return new Effort(false, 0, adaptedByDay.length, 0);
    }
    int[] sorted = adaptedByDay.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    return new Effort(true, median, sorted.length, conflicts / median * HOURS_A_DAY);
  }
}
