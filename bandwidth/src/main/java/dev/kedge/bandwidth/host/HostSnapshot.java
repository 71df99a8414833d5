package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.model.CgroupMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The task groups of a host and what they did within an interval.
 *
 * @param kernelRelease as {@code uname -r} prints it
 * @param cpus online CPUs, 1 to 1024
 * @param tickNs scheduler tick (1 s / CONFIG_HZ); empty when it could not be read
 * @param baseSliceNs EEVDF base slice; empty when it could not be read
 * @param bandwidthSliceNs {@code sched_cfs_bandwidth_slice_us}; empty when it could not be read
 * @param cgroups how control groups are mounted
 * @param takenAt end of the interval
 * @param intervalNs its length
 * @param stepNs length of one of the groups' usage steps; 0 when none were taken
 * @param groups parents before children, each path once
 * @param unread what could not be read, one sentence each
 */
public record HostSnapshot(
    String kernelRelease,
    int cpus,
    OptionalLong tickNs,
    OptionalLong baseSliceNs,
    OptionalLong bandwidthSliceNs,
    CgroupMode cgroups,
    Instant takenAt,
    long intervalNs,
    long stepNs,
    List<GroupSnapshot> groups,
    List<String> unread) {

  /** Bound on groups, far above what a host carries. */
  public static final int MAX_GROUPS = 50_000;

  /** Bound on usage steps of one group. */
  public static final int MAX_STEPS = 1_000;

  /** Checks the ranges and the order of the groups. */
  public HostSnapshot {
    groups = List.copyOf(groups);
    unread = List.copyOf(unread);
    if (cpus < 1 || cpus > Machine.MAX_CPUS) {
      throw new BandwidthException(
          "cpus is %d: expected 1 to %d".formatted(cpus, Machine.MAX_CPUS));
    }
    if (intervalNs <= 0) {
      throw new BandwidthException("interval of %d ns: expected more than 0".formatted(intervalNs));
    }
    if (groups.size() > MAX_GROUPS) {
      throw new BandwidthException("more than %d groups".formatted(MAX_GROUPS));
    }
    Set<String> seen = new HashSet<>();
    seen.add("/");
    for (GroupSnapshot group : groups) {
      if (!group.isRoot() && !seen.add(group.path())) {
        throw new BandwidthException("group '%s' is there twice".formatted(group.path()));
      }
      if (!seen.contains(group.parent())) {
        throw new BandwidthException(
            "group '%s' stands before its parent, or without it".formatted(group.path()));
      }
      if (group.usageSteps().size() > MAX_STEPS) {
        throw new BandwidthException(
            "group '%s' has more than %d usage steps".formatted(group.path(), MAX_STEPS));
      }
    }
    // Fails here, not in the middle of an answer, when the model cannot take this host.
    var _ = Kernel.release(kernelRelease);
    var _ = machine(cpus, tickNs, baseSliceNs, bandwidthSliceNs);
  }

  /** The rules of the host's kernel. */
  public Kernel kernel() {
    return Kernel.release(kernelRelease);
  }

  /** The host as the model sees it, with the kernel's defaults for what could not be read. */
  public Machine machine() {
    return machine(cpus, tickNs, baseSliceNs, bandwidthSliceNs);
  }

  private static Machine machine(
      int cpus, OptionalLong tick, OptionalLong baseSlice, OptionalLong bandwidthSlice) {
    Machine machine = Machine.of(cpus);
    machine = machine.withTick(tick.orElse(machine.tickNs()), 0);
    machine = machine.withBaseSlice(baseSlice.orElse(machine.baseSliceNs()));
    return machine.withBandwidthSlice(bandwidthSlice.orElse(machine.bandwidthSliceNs()));
  }

  /** The groups by path. */
  public Map<String, GroupSnapshot> byPath() {
    return groups.stream().collect(Collectors.toMap(GroupSnapshot::path, Function.identity()));
  }

  /** The paths of a group's ancestors, the nearest first, the root group last. */
  public static List<String> ancestors(String path) {
    List<String> ancestors = new ArrayList<>();
    String at = path;
    while (at.length() > 1) {
      at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
      ancestors.add(at);
    }
    return ancestors;
  }
}
