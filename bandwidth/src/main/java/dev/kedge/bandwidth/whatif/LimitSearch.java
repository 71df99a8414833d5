package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Finds the smallest quota or burst that meets a target, by bisection: coarse with a few runs,
 * proved and if need be raised with all of them.
 */
final class LimitSearch {
  private static final int MOST_RAISES = 8;
  private static final long STEP_US = 100;

  private final Ensemble ensemble;
  private final Target target;
  private final Effort effort;

  LimitSearch(Ensemble ensemble, Target target, Effort effort) {
    this.effort = effort;
    this.ensemble = ensemble;
    this.target = target;
  }

  /** The smallest quota with the group's period and burst; empty when no quota is enough. */
  Optional<CpuLimit> quota(HostCase host, double usage) {
    CpuLimit now = host.limit();
    long period = now.periodUs();
    long most = Math.max(CpuLimit.MIN_QUOTA_US, host.machine().cpus() * period);
    long least = Math.clamp(Math.round(0.5 * usage * period), CpuLimit.MIN_QUOTA_US, most);
    return smallest(
        host, least, most, quota -> new CpuLimit(quota, period, Math.min(now.burstUs(), quota)));
  }

  /** The smallest burst with the group's quota and period; empty when no burst is enough. */
  Optional<CpuLimit> burst(HostCase host) {
    CpuLimit now = host.limit();
    return smallest(host, STEP_US, now.quotaUs(), now::withBurst);
  }

  private Optional<CpuLimit> smallest(
      HostCase host, long least, long most, LongFunction<CpuLimit> limit) {
    int quick = effort.quickRuns();
    if (!ensemble.meets(host.withLimit(limit.apply(most)), target, quick)) {
      return Optional.empty();
    }
    long below = Math.min(least, most);
    long enough = most;
    if (ensemble.meets(host.withLimit(limit.apply(below)), target, quick)) {
      enough = below;
    }
    while (enough > below * effort.fineness() && enough - below > STEP_US) {
      long middle = rounded(Math.round(Math.sqrt((double) below * enough)), below, enough);
      if (ensemble.meets(host.withLimit(limit.apply(middle)), target, quick)) {
        enough = middle;
      } else {
        below = middle;
      }
    }
    for (int raise = 0; raise < MOST_RAISES; raise++) {
      CpuLimit found = limit.apply(enough);
      if (ensemble.meets(host.withLimit(found), target, effort.phases())) {
        return Optional.of(found);
      }
      enough = Math.min(most, rounded(Math.round(enough * 1.05), enough, most + STEP_US));
    }
    return Optional.empty();
  }

  /** Up to a tenth of a millisecond, strictly between two bounds where there is room. */
  private static long rounded(long us, long above, long below) {
    long up = (us + STEP_US - 1) / STEP_US * STEP_US;
    return Math.clamp(up, above + 1, Math.max(above + 1, below - 1));
  }
}
