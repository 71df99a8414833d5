package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import java.util.List;

/**
 * One task group of a host over the snapshot's interval.
 *
 * @param path from the root of the hierarchy with the cpu controller; {@code /} is the root group
 * @param limit its own limit
 * @param shares its weight in the scale of {@code cpu.shares}: 1024 is {@code cpu.weight} 100
 * @param idle {@code cpu.idle}
 * @param threads the threads directly in it, without those of groups below
 * @param cpus where its threads may run; {@link CpuSet#ALL} when nothing narrows it
 * @param before counters at the start of the interval
 * @param after counters at its end
 * @param usageSteps CPU time in each of the snapshot's steps in a row, nanoseconds; empty when it
 *     was not followed
 */
public record GroupSnapshot(
    String path,
    CpuLimit limit,
    int shares,
    boolean idle,
    ThreadActivity threads,
    CpuSet cpus,
    CounterReading before,
    CounterReading after,
    List<Long> usageSteps) {

  /** Checks what can be checked of one group alone. */
  public GroupSnapshot {
    usageSteps = List.copyOf(usageSteps);
    if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
      throw new BandwidthException(
          "group path '%s': expected one that starts with / and does not end with it"
              .formatted(path));
    }
    if (shares < 2 || shares > 262_144) {
      throw new BandwidthException("shares of %d: expected 2 to 262144".formatted(shares));
    }
    if (usageSteps.stream().anyMatch(step -> step < 0)) {
      throw new BandwidthException("usage steps of %s: expected 0 or more".formatted(path));
    }
  }

  /** Growth of the counters within the interval. */
  public CounterReading growth() {
    return after.since(before);
  }

  /** Path of the group above; the root group's is the root group. */
  public String parent() {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  public boolean isRoot() {
    return path.equals("/");
  }
}
