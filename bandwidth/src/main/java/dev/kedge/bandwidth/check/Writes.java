package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.cgroup.CgroupVersion;
import dev.kedge.bandwidth.cgroup.QuotaRatio;
import java.util.ArrayList;
import java.util.List;

/** The writes that give a group another limit, in an order the kernel accepts. */
final class Writes {
  private Writes() {}

  /**
   * From the group's own limit to another.
   *
   * @return nothing when the tree around the group does not allow it
   */
  static List<FileWrite> limit(CheckedGroup group, long quotaUs, long periodUs) {
    boolean limited = quotaUs != CpuLimit.UNLIMITED;
    if (periodUs < CpuLimit.MIN_PERIOD_US
        || periodUs > CpuLimit.MAX_PERIOD_US
        || (limited && (quotaUs < CpuLimit.MIN_QUOTA_US || quotaUs > CpuLimit.MAX_QUOTA_US / 2))) {
      return List.of();
    }
    long burst = limited ? Math.min(group.limit().burstUs(), quotaUs) : group.limit().burstUs();
    CpuLimit limit = new CpuLimit(quotaUs, periodUs, burst);
    return fits(group, limit) ? writes(group, limit) : List.of();
  }

  /** A quota at the group's own period, rounded up to a millisecond. */
  static List<FileWrite> quota(CheckedGroup group, double quotaNs) {
    return limit(group, ((long) Math.ceil(quotaNs / 1e6)) * 1_000, group.limit().periodUs());
  }

  /** Another period with the same share of the CPUs, rounded down to a microsecond. */
  static List<FileWrite> period(CheckedGroup group, long periodUs) {
    CpuLimit limit = group.limit();
    return limit(group, (long) ((double) limit.quotaUs() * periodUs / limit.periodUs()), periodUs);
  }

  static List<FileWrite> burst(CheckedGroup group, long burstUs) {
    return burst(group.host(), group.path(), burstUs);
  }

  /** The burst of any group. */
  static List<FileWrite> burst(CheckedGroup.Host host, String path, long burstUs) {
    return List.of(write(path, burstFile(host), burstUs));
  }

  /** A limit above the parent's has no effect in version 2 and is refused in version 1. */
  private static boolean fits(CheckedGroup group, CpuLimit limit) {
    if (!limit.limited()) {
      return true;
    }
    boolean below = QuotaRatio.of(limit) >= group.ratioBelow();
    return QuotaRatio.fits(group.ratioAbove(), limit)
        && (below || group.host().version() == CgroupVersion.V2);
  }

  private static List<FileWrite> writes(CheckedGroup group, CpuLimit to) {
    CpuLimit from = group.limit();
    List<FileWrite> writes = new ArrayList<>();
    if (to.burstUs() < from.burstUs()) {
      writes.add(write(group.path(), burstFile(group.host()), to.burstUs()));
    }
    if (group.host().version() == CgroupVersion.V2) {
      writes.add(new FileWrite(group.path() + "/cpu.max", to.cpuMax()));
      return writes;
    }
    if (to.periodUs() != from.periodUs()) {
      // Between two writes the share may neither exceed the parent's nor fall below a child's.
      if (from.limited()) {
        writes.add(write(group.path(), "cpu.cfs_quota_us", CpuLimit.UNLIMITED));
      }
      writes.add(write(group.path(), "cpu.cfs_period_us", to.periodUs()));
    }
    writes.add(write(group.path(), "cpu.cfs_quota_us", to.quotaUs()));
    return writes;
  }

  private static String burstFile(CheckedGroup.Host host) {
    return host.version() == CgroupVersion.V2 ? "cpu.max.burst" : "cpu.cfs_burst_us";
  }

  private static FileWrite write(String path, String file, long value) {
    return new FileWrite(path + "/" + file, Long.toString(value));
  }
}
