package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The files of the bandwidth limit. Each write states one or two of the three numbers; they are
 * checked together with what the others are now ({@code tg_set_bandwidth}, kernel/sched/core.c).
 */
final class LimitFiles {
  /** {@code RUNTIME_INF}: all bits set. */
  private static final long NO_QUOTA = -1L;

  private static final long MAX_US = Long.divideUnsigned(-1L, 1_000);

  private final Simulation simulation;
  private final GroupDirectory root;
  private final CgroupVersion version;

  LimitFiles(Simulation simulation, GroupDirectory root, CgroupVersion version) {
    this.simulation = simulation;
    this.root = root;
    this.version = version;
  }

  List<ControlFile> files() {
    return switch (version) {
      case V1 ->
          List.of(
              new ControlFile(
                  "cpu.cfs_period_us",
                  true,
                  group -> limit(group).periodUs() + "\n",
                  (group, text) ->
                      set(group, KernelText.unsigned(text), quota(group), burst(group))),
              new ControlFile(
                  "cpu.cfs_quota_us",
                  true,
                  group -> limit(group).quotaUs() + "\n",
                  this::storeQuota),
              burst("cpu.cfs_burst_us", true));
      case V2 ->
          List.of(
              new ControlFile(
                  "cpu.max", false, group -> limit(group).cpuMax() + "\n", this::storeMax),
              burst("cpu.max.burst", false));
    };
  }

  private ControlFile burst(String name, boolean onRoot) {
    return new ControlFile(
        name,
        onRoot,
        group -> burst(group) + "\n",
        (group, text) ->
            set(group, limit(group).periodUs(), quota(group), KernelText.unsigned(text)));
  }

  private void storeQuota(GroupDirectory group, String text) {
    long quota = KernelText.signed(text);
    set(group, limit(group).periodUs(), quota < 0 ? NO_QUOTA : quota, burst(group));
  }

  private void storeMax(GroupDirectory group, String text) {
    KernelText.CpuMaxWords words = KernelText.cpuMaxWords(text);
    long quota;
    if (KernelText.startsWithNumber(words.quota())) {
      quota = KernelText.decimal(words.quota());
    } else if (words.quota().equals("max")) {
      quota = NO_QUOTA;
    } else {
      throw new CgroupFileException(
          Errno.EINVAL, "expected a quota in us or max, then perhaps a period in us");
    }
    set(group, words.periodGiven() ? words.period() : limit(group).periodUs(), quota, burst(group));
  }

  private CpuLimit limit(GroupDirectory group) {
    return simulation.limit(group.group);
  }

  private long quota(GroupDirectory group) {
    return limit(group).quotaUs();
  }

  private long burst(GroupDirectory group) {
    return limit(group).burstUs();
  }

  /** Checks in the kernel's order; all values are unsigned. */
  private void set(GroupDirectory group, long periodUs, long quotaUs, long burstUs) {
    boolean limited = quotaUs != NO_QUOTA;
    refuse(group.isRoot(), "the root group has no limit");
    refuse(
        above(periodUs, MAX_US) || (limited && above(quotaUs, MAX_US)) || above(burstUs, MAX_US),
        "more than 2^64 ns");
    refuse(
        limited && quotaUs < CpuLimit.MIN_QUOTA_US,
        "quota of %d us: at least %d".formatted(quotaUs, CpuLimit.MIN_QUOTA_US));
    refuse(
        periodUs < CpuLimit.MIN_PERIOD_US || periodUs > CpuLimit.MAX_PERIOD_US,
        "period of %d us: from %d to %d"
            .formatted(periodUs, CpuLimit.MIN_PERIOD_US, CpuLimit.MAX_PERIOD_US));
    refuse(limited && quotaUs > CpuLimit.MAX_QUOTA_US, "quota of 2^44 us or more");
    refuse(
        limited && burstUs > quotaUs,
        "burst of %d us is more than the quota of %d us".formatted(burstUs, quotaUs));
    refuse(
        limited && burstUs + quotaUs > CpuLimit.MAX_QUOTA_US,
        "quota and burst together are 2^44 us or more");
    CpuLimit limit = new CpuLimit(limited ? quotaUs : CpuLimit.UNLIMITED, periodUs, burstUs);
    if (version == CgroupVersion.V1) {
      checkRatios(group, limit);
    }
    simulation.setLimit(group.group, limit);
  }

  /** In version 1 no group may have a larger share of a CPU than the groups above it. */
  void checkRatios(GroupDirectory changed, CpuLimit limit) {
    record Visit(GroupDirectory directory, long ratioAbove) {}
    ArrayDeque<Visit> open = new ArrayDeque<>();
    open.add(new Visit(root, QuotaRatio.UNLIMITED));
    while (!open.isEmpty()) {
      Visit visit = open.remove();
      CpuLimit own = visit.directory() == changed ? limit : limit(visit.directory());
      refuse(
          !QuotaRatio.fits(visit.ratioAbove(), own),
          "%s would have a larger share of a CPU (%s) than a group above it"
              .formatted(visit.directory().path, own.cpuMax()));
      long ratio = QuotaRatio.below(visit.ratioAbove(), own);
      visit.directory().children.values().forEach(child -> open.add(new Visit(child, ratio)));
    }
  }

  private static boolean above(long unsigned, long limit) {
    return Long.compareUnsigned(unsigned, limit) > 0;
  }

  private static void refuse(boolean broken, String reason) {
    if (broken) {
      throw new CgroupFileException(Errno.EINVAL, reason);
    }
  }
}
