package dev.kedge.bandwidth.check;

import static dev.kedge.bandwidth.check.LimitRule.hit;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.check.LimitRule.Hit;
import dev.kedge.bandwidth.check.LimitRule.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits and bursts that the CPUs at hand make useless. */
final class CapacityRules {
  private CapacityRules() {}

  static List<LimitRule> rules() {
    return List.of(
        new LimitRule(
            "quota-above-cpus",
            List.of(),
            List.of("quota", "cpus"),
            (group, thresholds) -> quotaOfCpus(group, group.limit().cpus() > group.cpus())),
        new LimitRule(
            "quota-is-cpus",
            List.of(),
            List.of("quota", "cpus"),
            (group, thresholds) -> quotaOfCpus(group, group.limit().cpus() == group.cpus())),
        new LimitRule(
            "burst-without-quota", List.of(), List.of("burst"), CapacityRules::burstWithoutQuota),
        new LimitRule(
            "burst-too-large",
            List.of("run-ms"),
            List.of("burst", "quota", "cpus", "run", "limit"),
            CapacityRules::burstTooLarge),
        new LimitRule(
            "burst-stopped-above",
            List.of(),
            List.of("burst", "wanted", "parent", "allowed"),
            CapacityRules::burstStoppedAbove),
        new LimitRule(
            "burst-never-used",
            List.of("throttled-percent"),
            List.of("burst", "percent", "periods"),
            CapacityRules::burstNeverUsed));
  }

  private static Optional<Hit> quotaOfCpus(CheckedGroup group, boolean broken) {
    if (!broken || !group.limit().limited()) {
      return Optional.empty();
    }
    // In 7.2 a group without a limit of its own may escape the one above it.
    boolean needed =
        group.above().isPresent() && group.host().kernel().mechanism() == Mechanism.TASK_AT_CHARGE;
    return hit(
        Map.of(
            "quota", Figures.cpus(group.limit().cpus()),
            "cpus", Figures.count(group.cpus(), "CPU")),
        needed ? List.of() : Writes.limit(group, CpuLimit.UNLIMITED, group.limit().periodUs()));
  }

  private static Optional<Hit> burstWithoutQuota(CheckedGroup group, Thresholds thresholds) {
    if (group.limit().limited() || group.limit().burstUs() == 0) {
      return Optional.empty();
    }
    return hit(Map.of("burst", Figures.micros(group.limit().burstUs())), Writes.burst(group, 0));
  }

  /** With a full burst the group runs on all its CPUs until what is above the quota is spent. */
  private static Optional<Hit> burstTooLarge(CheckedGroup group, Thresholds thresholds) {
    CpuLimit limit = group.limit();
    long above = group.cpus() * limit.periodUs() - limit.quotaUs();
    if (!limit.limited() || limit.burstUs() == 0 || above <= 0) {
      return Optional.empty();
    }
    double run = (double) limit.burstUs() / above * group.periodNs();
    double bound = thresholds.get("run-ms") * 1e6;
    if (run <= bound) {
      return Optional.empty();
    }
    return hit(
        Map.of(
            "burst", Figures.micros(limit.burstUs()),
            "quota", Figures.cpus(limit.cpus()),
            "cpus", Figures.count(group.cpus(), "CPU"),
            "run", Figures.time(run),
            "limit", Figures.time(bound)),
        Writes.burst(group, (long) (bound * above / group.periodNs())));
  }

  private static Optional<Hit> burstStoppedAbove(CheckedGroup group, Thresholds thresholds) {
    CpuLimit limit = group.limit();
    if (!limit.limited() || limit.burstUs() == 0 || group.above().isEmpty()) {
      return Optional.empty();
    }
    CheckedGroup.Above above = group.above().get();
    CpuLimit parent = above.limit();
    double wanted = (double) (limit.quotaUs() + limit.burstUs()) / limit.periodUs();
    double allowed = (double) (parent.quotaUs() + parent.burstUs()) / parent.periodUs();
    long needed = (long) Math.ceil(wanted * parent.periodUs()) - parent.quotaUs();
    if (wanted <= allowed) {
      return Optional.empty();
    }
    return hit(
        Map.of(
            "burst", Figures.micros(limit.burstUs()),
            "wanted", Figures.cpus(wanted),
            "parent", above.path(),
            "allowed", Figures.cpus(allowed)),
        needed <= parent.quotaUs() ? Writes.burst(group.host(), above.path(), needed) : List.of());
  }

  private static Optional<Hit> burstNeverUsed(CheckedGroup group, Thresholds thresholds) {
    CheckedGroup.Throttling throttling = group.throttling();
    if (!group.limit().limited()
        || group.limit().burstUs() == 0
        || throttling.bursts() > 0
        || throttling.periods() == 0
        || throttling.percent() < thresholds.get("throttled-percent")) {
      return Optional.empty();
    }
    return hit(
        Map.of(
            "burst", Figures.micros(group.limit().burstUs()),
            "percent", Figures.decimal(throttling.percent()),
            "periods", Figures.count(throttling.periods(), "period")),
        List.of());
  }
}
