package dev.kedge.bandwidth.cgroup;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Groups and limits without tasks; whatever runs waits for {@link #someShare} and {@link
 * #fullShare} of the time.
 */
public final class LimitsOnly extends Simulation {
  private final List<Group> groups = new ArrayList<>(List.of(Group.of("/", CpuLimit.NONE)));
  double someShare;
  double fullShare;
  GroupCounters counters = new GroupCounters(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private long now;
  private double some;
  private double full;

  static CgroupFs mounted(CgroupVersion version) {
    return new LimitsOnly().mount(version);
  }

  static Scenario scenario(List<Group> groups) {
    return new Scenario(
        "empty",
        Machine.of(2),
        Kernel.release("6.18"),
        groups,
        List.of(),
        List.of(),
        List.of(),
        1_000_000_000,
        1);
  }

  public CgroupFs mount(CgroupVersion version, Group... below) {
    for (Group group : below) {
      createGroup(group);
    }
    return CgroupFs.mount(this, scenario(List.of(below)), version);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void runUntil(long timeNs) {
    some += (timeNs - now) * someShare;
    full += (timeNs - now) * fullShare;
    now = timeNs;
  }

  @Override
  public SimulationResult result() {
    return new SimulationResult(now, Map.of(), List.of(), List.of(), List.of(), 0);
  }

  @Override
  public String groupPath(int group) {
    return groups.get(group).path();
  }

  @Override
  public String taskName(int task) {
    return "";
  }

  @Override
  public String lockName(int lock) {
    return "";
  }

  @Override
  public String operationName(int operation) {
    return "";
  }

  @Override
  public int group(String path) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).path().equals(path)) {
        return i;
      }
    }
    throw new BandwidthException("no group " + path);
  }

  @Override
  public GroupCounters counters(int group) {
    return counters;
  }

  @Override
  public long pool(int group) {
    return 0;
  }

  @Override
  public int createGroup(Group group) {
    groups.add(group);
    return groups.size() - 1;
  }

  @Override
  public void removeGroup(int group) {
    if (groups.get(group).path().startsWith("/busy")) {
      throw new BandwidthException("it has tasks");
    }
    groups.set(group, Group.of("", CpuLimit.NONE));
  }

  @Override
  public void setLimit(int group, CpuLimit limit) {
    groups.set(group, groups.get(group).withLimit(limit));
  }

  @Override
  public CpuLimit limit(int group) {
    return groups.get(group).limit();
  }

  @Override
  public void setShares(int group, int shares) {
    groups.set(group, groups.get(group).withShares(shares));
  }

  @Override
  public void setIdle(int group, boolean idle) {}

  @Override
  public void move(String task, int group) {}

  @Override
  public long pressureSomeNs(int group) {
    return (long) some;
  }

  @Override
  public long pressureFullNs(int group) {
    return (long) full;
  }
}
