package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.cgroup.CgroupVersion;
import dev.kedge.bandwidth.cgroup.QuotaRatio;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.model.CgroupMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries what each group inherits down the tree, and what it sums up, up the tree. */
final class GroupTree {
  /** Fewer periods in the interval say less than the group's whole life. */
  private static final long MIN_PERIODS = 10;

  private final HostSnapshot snapshot;
  private final CheckedGroup.Host host;
  private final Map<String, Sums> sums = new HashMap<>();
  private final Map<String, Inherited> passedOn = new HashMap<>();

  /** Of a group and everything below. */
  private static final class Sums {
    private int threads;
    private int active;
    private boolean measured = true;
    private final BitSet cpus = new BitSet();
    private long ratioBelow;
  }

  /** What the limits above mean to a group. */
  private record Inherited(Optional<CheckedGroup.Above> above, long ratio) {
    private static final Inherited NOTHING = new Inherited(Optional.empty(), QuotaRatio.UNLIMITED);
  }

  private GroupTree(HostSnapshot snapshot) {
    this.snapshot = snapshot;
    this.host =
        new CheckedGroup.Host(
            snapshot.kernelRelease(),
            snapshot.kernel(),
            snapshot.machine().tickNs(),
            snapshot.cgroups() == CgroupMode.V2 ? CgroupVersion.V2 : CgroupVersion.V1);
  }

  /** The groups below the root group, in the order of the snapshot. */
  static List<CheckedGroup> of(HostSnapshot snapshot) {
    return new GroupTree(snapshot).groups();
  }

  private List<CheckedGroup> groups() {
    List<GroupSnapshot> groups = snapshot.groups();
    groups.forEach(this::inherit);
    groups.reversed().forEach(this::sum);
    List<CheckedGroup> checked = new ArrayList<>();
    for (GroupSnapshot group : groups) {
      if (!group.isRoot()) {
        checked.add(checked(group));
      }
    }
    return checked;
  }

  private void inherit(GroupSnapshot group) {
    Inherited above = above(group);
    passedOn.put(
        group.path(),
        group.limit().limited()
            ? new Inherited(
                Optional.of(new CheckedGroup.Above(group.path(), group.limit())),
                QuotaRatio.below(above.ratio(), group.limit()))
            : above);
  }

  private Inherited above(GroupSnapshot group) {
    return group.isRoot()
        ? Inherited.NOTHING
        : passedOn.getOrDefault(group.parent(), Inherited.NOTHING);
  }

  private void sum(GroupSnapshot group) {
    Sums own = sums.computeIfAbsent(group.path(), path -> new Sums());
    int count = group.threads().count();
    own.threads += count;
    own.active += Math.max(0, group.threads().active());
    own.measured &= count == 0 || group.threads().measured();
    if (count > 0) {
      addCpus(own.cpus, group.cpus());
    }
    if (group.isRoot()) {
      return;
    }
    Sums parent = sums.computeIfAbsent(group.parent(), path -> new Sums());
    parent.threads += own.threads;
    parent.active += own.active;
    parent.measured &= own.measured;
    parent.cpus.or(own.cpus);
    parent.ratioBelow = Math.max(parent.ratioBelow, Math.max(own.ratioBelow, ratio(group.limit())));
  }

  private static long ratio(CpuLimit limit) {
    return limit.limited() ? QuotaRatio.of(limit) : 0;
  }

  private void addCpus(BitSet set, CpuSet cpus) {
    for (int cpu = 0; cpu < snapshot.cpus(); cpu++) {
      if (cpus.contains(cpu)) {
        set.set(cpu);
      }
    }
  }

  private CheckedGroup checked(GroupSnapshot group) {
    Sums own = sums.getOrDefault(group.path(), new Sums());
    Inherited above = above(group);
    boolean measured = own.measured && own.threads > 0;
    return new CheckedGroup(
        host,
        group.path(),
        group.limit(),
        group.threads().count(),
        measured ? own.active : own.threads,
        measured,
        own.cpus.isEmpty() ? snapshot.cpus() : own.cpus.cardinality(),
        above.above(),
        above.ratio(),
        own.ratioBelow,
        throttling(group));
  }

  private static CheckedGroup.Throttling throttling(GroupSnapshot group) {
    CounterReading growth = group.growth();
    CounterReading reading = growth.orZero(Counter.PERIODS) >= MIN_PERIODS ? growth : group.after();
    return new CheckedGroup.Throttling(
        reading.orZero(Counter.PERIODS),
        reading.orZero(Counter.THROTTLED_PERIODS),
        reading.orZero(Counter.BURSTS));
  }
}
