package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Cuts one group out of a host. What that leaves out is said, because an answer is only as good:
 *
 * <ul>
 *   <li>an ancestor's limit is kept when it throttled, or when half of it or more was used;
 *   <li>other groups below such an ancestor become one group of tasks in it with their usage;
 *   <li>the rest of the host becomes tasks in the root group, scaled to the CPUs that are kept,
 *       unless it uses less than a fifth of them;
 *   <li>so many CPUs are kept as twice the group's threads need, at most as many as the effort
 *       allows.
 * </ul>
 */
final class CaseCutter {
  private static final int MOST_PLACES = 4;
  private static final double NEAR = 0.5;
  private static final double WORTH_A_TASK = 0.02;
  private static final double WORTH_CONTENTION = 0.2;

  private final HostSnapshot host;
  private final GroupTree tree;

  CaseCutter(HostSnapshot host, GroupTree tree) {
    this.host = host;
    this.tree = tree;
  }

  HostCase cut(GroupSnapshot target, GroupLoad load, int mostCpus, List<String> notes) {
    List<GroupSnapshot> chain = tree.chain(target);
    List<Group> groups = new ArrayList<>();
    List<Workload> neighbours = new ArrayList<>();
    double inLimits = load.demand();
    for (int i = 0; i < chain.size(); i++) {
      GroupSnapshot group = chain.get(i);
      boolean self = i == chain.size() - 1;
      boolean matters = self || (group.limit().limited() && mayThrottle(group));
      groups.add(group(group, matters ? group.limit() : CpuLimit.NONE));
      if (!self && matters) {
        double rest = Math.max(0, tree.usage(group) - tree.usage(chain.get(i + 1)));
        inLimits += rest;
        if (rest > WORTH_A_TASK) {
          neighbours.add(
              HostCase.neighbours("beside-" + i, group.path(), (int) Math.ceil(2 * rest), rest));
        }
      } else if (!self && group.limit().limited()) {
        notes.add(
            "the limit of %s is left out: less than half of it is used".formatted(group.path()));
      }
    }
    CpuSet allowed = cpus(target);
    int usable = allowed.isAll() ? host.cpus() : Math.min(host.cpus(), size(allowed));
    int wanted = (int) Math.ceil(Math.max(2.0 * load.heavyThreads(), 2 * inLimits));
    int cpus = Math.clamp(wanted, Math.min(2, usable), Math.min(usable, mostCpus));
    addBackground(neighbours, chain.getFirst(), cpus);
    if (cpus < usable) {
      notes.add("%d of %d CPUs are simulated".formatted(cpus, usable));
    }
    notes.add("everything around the group is stood in for by even load of the same usage");
    return new HostCase(
        machine(cpus),
        host.kernel(),
        groups,
        target.path(),
        places(target, groups),
        neighbours,
        CpuSet.ALL);
  }

  /** The host with fewer CPUs; its slices stay those of all of them. */
  private Machine machine(int cpus) {
    Machine all = host.machine();
    return new Machine(
        cpus,
        all.tickNs(),
        0,
        all.baseSliceNs(),
        all.bandwidthSliceNs(),
        all.gracePeriodNs(),
        all.unthrottle(),
        all.overhead(),
        all.lateTimers(),
        all.staleLoad());
  }

  private boolean mayThrottle(GroupSnapshot group) {
    return group.growth().orZero(Counter.THROTTLED_PERIODS) > 0
        || tree.usage(group) >= NEAR * group.limit().cpus();
  }

  private void addBackground(List<Workload> neighbours, GroupSnapshot top, int cpus) {
    GroupSnapshot root = tree.root();
    double others = Math.max(0, tree.usage(root) - tree.usage(top)) / host.cpus() * cpus;
    if (others > WORTH_CONTENTION * cpus) {
      neighbours.add(HostCase.neighbours("others", "/", cpus, others));
    }
  }

  /** Where the threads live: in the group itself, or in the groups below that use the most. */
  private List<Demand.Place> places(GroupSnapshot target, List<Group> groups) {
    List<GroupSnapshot> below =
        tree.children(target).stream()
            .filter(child -> tree.usage(child) > 0)
            .sorted(Comparator.comparingDouble(tree::usage).reversed())
            .limit(MOST_PLACES)
            .toList();
    double total = below.stream().mapToDouble(tree::usage).sum();
    if (below.isEmpty() || total < tree.usage(target) / 2) {
      return List.of(new Demand.Place(target.path(), 1));
    }
    List<Demand.Place> places = new ArrayList<>();
    for (GroupSnapshot child : below) {
      groups.add(group(child, child.limit()));
      places.add(new Demand.Place(child.path(), tree.usage(child) / total));
    }
    return places;
  }

  private static Group group(GroupSnapshot group, CpuLimit limit) {
    return new Group(group.path(), limit, group.shares(), group.idle(), OptionalLong.empty());
  }

  /** CPUs of the first group at or below the target that is confined. */
  private CpuSet cpus(GroupSnapshot target) {
    return tree.subtree(target).stream()
        .map(GroupSnapshot::cpus)
        .filter(set -> !set.isAll())
        .findFirst()
        .orElse(CpuSet.ALL);
  }

  private static int size(CpuSet set) {
    int count = 0;
    for (int cpu = 0; cpu <= set.highest(); cpu++) {
      count += set.contains(cpu) ? 1 : 0;
    }
    return count;
  }
}
