package dev.kedge.bandwidth.check;

import static dev.kedge.bandwidth.check.LimitRule.hit;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.check.LimitRule.Hit;
import dev.kedge.bandwidth.check.LimitRule.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits that do not go together with the scheduler tick: a task in user mode is charged and
 * stopped only there, so each CPU can run a group up to a tick past its quota, and that debt is
 * repaid before anything of the group runs again.
 */
final class TickRules {
  private TickRules() {}

  static List<LimitRule> rules() {
    return List.of(
        new LimitRule(
            "quota-below-tick",
            List.of(),
            List.of("quota", "tick", "cpus", "use", "stall", "need"),
            TickRules::quotaBelowTick),
        new LimitRule(
            "short-period",
            List.of("ticks"),
            List.of("period", "ticks", "tick", "rate", "proposed"),
            TickRules::shortPeriod),
        new LimitRule(
            "period-beat",
            List.of("ticks"),
            List.of("period", "ticks", "tick", "proposed"),
            TickRules::periodBeat));
  }

  private static Optional<Hit> quotaBelowTick(CheckedGroup group, Thresholds thresholds) {
    if (!group.limit().limited() || group.threads() == 0) {
      return Optional.empty();
    }
    long use = group.parallel() * group.host().tickNs();
    if (group.quotaNs() >= use) {
      return Optional.empty();
    }
    return hit(
        Map.of(
            "quota", Figures.micros(group.limit().quotaUs()),
            "tick", Figures.time(group.host().tickNs()),
            "cpus", Figures.count(group.parallel(), "CPU"),
            "use", Figures.time(use),
            "stall", Figures.time(group.wallNs((double) use)),
            "need", Figures.time(use)),
        Writes.quota(group, (double) use));
  }

  private static Optional<Hit> shortPeriod(CheckedGroup group, Thresholds thresholds) {
    double least = thresholds.get("ticks") * group.host().tickNs();
    if (!group.limit().limited() || group.periodNs() >= least) {
      return Optional.empty();
    }
    long proposed = (long) Math.ceil(least / 1e3);
    return hit(
        Map.of(
            "period", Figures.micros(group.limit().periodUs()),
            "ticks", ticks(group),
            "tick", Figures.time(group.host().tickNs()),
            "rate", Figures.decimal(1e9 / group.periodNs()),
            "proposed", Figures.micros(proposed)),
        Writes.period(group, proposed));
  }

  private static Optional<Hit> periodBeat(CheckedGroup group, Thresholds thresholds) {
    long tick = group.host().tickNs();
    // A tick of 1/300 s has no whole number of nanoseconds.
    long hertz = Math.round(1e9 / tick);
    long period = group.limit().periodUs();
    if (!group.limit().limited()
        || period * hertz % 1_000_000 == 0
        || group.periodNs() >= thresholds.get("ticks") * tick) {
      return Optional.empty();
    }
    long whole = Math.max(1, Math.round((double) group.periodNs() / tick));
    while (whole * 1_000_000 % hertz != 0) {
      whole++;
    }
    long proposed = whole * 1_000_000 / hertz;
    return hit(
        Map.of(
            "period", Figures.micros(period),
            "ticks", ticks(group),
            "tick", Figures.time(tick),
            "proposed", Figures.micros(proposed)),
        proposed > CpuLimit.MAX_PERIOD_US ? List.of() : Writes.period(group, proposed));
  }

  private static String ticks(CheckedGroup group) {
    return Figures.decimal((double) group.periodNs() / group.host().tickNs());
  }
}
