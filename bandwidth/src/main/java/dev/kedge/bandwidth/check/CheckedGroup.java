package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.cgroup.CgroupVersion;
import dev.kedge.bandwidth.cgroup.QuotaRatio;
import java.util.Optional;

/**
 * A group as the rules see it: its own limit, and what the tree around it adds.
 *
 * @param host what is the same for all groups
 * @param path of the group
 * @param limit its own limit
 * @param ownThreads threads directly in it
 * @param threads threads in it and below that may want a CPU: those that ran in the snapshot's
 *     interval where that was measured, otherwise all
 * @param measured whether {@code threads} was measured
 * @param cpus how many CPUs its threads may run on
 * @param above the nearest group above with a limit
 * @param ratioAbove the smallest {@link QuotaRatio} above
 * @param ratioBelow the largest {@link QuotaRatio} of a limit below, 0 without one
 * @param throttling what the counters say
 */
record CheckedGroup(
    Host host,
    String path,
    CpuLimit limit,
    int ownThreads,
    int threads,
    boolean measured,
    int cpus,
    Optional<Above> above,
    long ratioAbove,
    long ratioBelow,
    Throttling throttling) {

  /**
   * What is the same for all groups.
   *
   * @param release of the kernel
   * @param kernel its rules
   * @param tickNs scheduler tick
   * @param version of the cgroup hierarchy
   */
  record Host(String release, Kernel kernel, long tickNs, CgroupVersion version) {}

  /** A group with a limit above another. */
  record Above(String path, CpuLimit limit) {}

  /**
   * Growth of the counters in the snapshot's interval, or since the group was made where that says
   * more.
   *
   * @param periods periods counted; 0 when that is unknown
   * @param throttled those in which the group was throttled
   * @param bursts those in which it used more than its quota
   */
  record Throttling(long periods, long throttled, long bursts) {
    static final Throttling UNKNOWN = new Throttling(0, 0, 0);

    double percent() {
      return periods == 0 ? 0 : 100.0 * throttled / periods;
    }
  }

  /** How many CPUs may run the group at the same time. */
  int parallel() {
    return Math.clamp(threads, 1, cpus);
  }

  long quotaNs() {
    return limit.quotaUs() * 1_000;
  }

  long periodNs() {
    return limit.periodUs() * 1_000;
  }

  /** The time in which the group gets this much CPU time, nanoseconds. */
  double wallNs(double cpuTimeNs) {
    return cpuTimeNs / limit.cpus();
  }
}
