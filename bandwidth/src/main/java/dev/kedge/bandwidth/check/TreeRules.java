package dev.kedge.bandwidth.check;

import static dev.kedge.bandwidth.check.LimitRule.hit;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.cgroup.QuotaRatio;
import dev.kedge.bandwidth.check.LimitRule.Hit;
import dev.kedge.bandwidth.check.LimitRule.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits that do not go together with one above them. */
final class TreeRules {
  private TreeRules() {}

  static List<LimitRule> rules() {
    return List.of(
        new LimitRule(
            "escaping-child",
            List.of(),
            List.of("kernel", "threads", "parent", "parent-quota"),
            TreeRules::escapingChild),
        new LimitRule(
            "child-over-parent",
            List.of(),
            List.of("quota", "effective", "parent", "parent-limit"),
            TreeRules::childOverParent),
        new LimitRule(
            "unaligned-periods",
            List.of("percent"),
            List.of("period", "parent", "parent-period", "percent"),
            TreeRules::unalignedPeriods));
  }

  /**
   * In 7.2 {@code set_next_task_fair} charges only up to the first level that still has a current
   * entity: the second task of a child never meets the limit of the parent.
   */
  private static Optional<Hit> escapingChild(CheckedGroup group, Thresholds thresholds) {
    if (group.host().kernel().mechanism() != Mechanism.TASK_AT_CHARGE
        || group.limit().limited()
        || group.ownThreads() < 2
        || group.above().isEmpty()) {
      return Optional.empty();
    }
    CheckedGroup.Above above = group.above().get();
    return hit(
        Map.of(
            "kernel", group.host().release(),
            "threads", Figures.count(group.ownThreads(), "thread"),
            "parent", above.path(),
            "parent-quota", Figures.cpus(above.limit().cpus())),
        Writes.limit(group, above.limit().quotaUs(), above.limit().periodUs()));
  }

  private static Optional<Hit> childOverParent(CheckedGroup group, Thresholds thresholds) {
    if (group.above().isEmpty() || QuotaRatio.fits(group.ratioAbove(), group.limit())) {
      return Optional.empty();
    }
    CheckedGroup.Above above = group.above().get();
    double effective = (double) group.ratioAbove() / (1 << 20);
    long period = group.limit().periodUs();
    // Rounded down twice, so that the ratio cannot be above the parent's again.
    long quota = (group.ratioAbove() * period) >> 20;
    return hit(
        Map.of(
            "quota", Figures.cpus(group.limit().cpus()),
            "effective", Figures.cpus(effective),
            "parent", above.path(),
            "parent-limit", above.limit().cpuMax()),
        Writes.limit(group, quota, period));
  }

  private static Optional<Hit> unalignedPeriods(CheckedGroup group, Thresholds thresholds) {
    if (!group.limit().limited() || group.above().isEmpty()) {
      return Optional.empty();
    }
    CpuLimit parent = group.above().get().limit();
    double percent = 100 * group.limit().cpus() / parent.cpus();
    if (parent.periodUs() == group.limit().periodUs()
        || percent < thresholds.get("percent")
        || !QuotaRatio.fits(group.ratioAbove(), group.limit())) {
      return Optional.empty();
    }
    return hit(
        Map.of(
            "period", Figures.micros(group.limit().periodUs()),
            "parent", group.above().get().path(),
            "parent-period", Figures.micros(parent.periodUs()),
            "percent", Figures.decimal(percent)),
        Writes.period(group, parent.periodUs()));
  }
}
