package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.ThreadActivity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups of a snapshot as a tree. */
final class GroupTree {
  private static final GroupSnapshot NO_ROOT =
      new GroupSnapshot(
          "/",
          CpuLimit.NONE,
          1024,
          false,
          ThreadActivity.NONE,
          CpuSet.ALL,
          CounterReading.NONE,
          CounterReading.NONE,
          List.of());

  private final double interval;
  private final Map<String, GroupSnapshot> byPath;
  private final Map<String, List<GroupSnapshot>> children = new HashMap<>();

  GroupTree(HostSnapshot host) {
    interval = host.intervalNs();
    byPath = host.byPath();
    for (GroupSnapshot group : host.groups()) {
      if (!group.isRoot()) {
        children.computeIfAbsent(group.parent(), path -> new ArrayList<>()).add(group);
      }
    }
  }

  GroupSnapshot root() {
    return byPath.getOrDefault("/", NO_ROOT);
  }

  List<GroupSnapshot> children(GroupSnapshot group) {
    return children.getOrDefault(group.path(), List.of());
  }

  /** From the ancestor just below the root group down to the group itself. */
  List<GroupSnapshot> chain(GroupSnapshot group) {
    List<GroupSnapshot> chain = new ArrayList<>();
    chain.add(group);
    for (String path : HostSnapshot.ancestors(group.path())) {
      GroupSnapshot ancestor = byPath.get(path);
      if (ancestor != null && !ancestor.isRoot()) {
        chain.addFirst(ancestor);
      }
    }
    return chain;
  }

  /** The group and everything below it. */
  List<GroupSnapshot> subtree(GroupSnapshot group) {
    List<GroupSnapshot> subtree = new ArrayList<>();
    subtree.add(group);
    for (int i = 0; i < subtree.size(); i++) {
      subtree.addAll(children(subtree.get(i)));
    }
    return subtree;
  }

  /** CPUs a group used: its own counter, or where that is missing what its threads ran. */
  double usage(GroupSnapshot group) {
    CounterReading growth = group.growth();
    return growth.has(Counter.USAGE)
        ? growth.orZero(Counter.USAGE) / interval
        : subtree(group).stream().mapToDouble(part -> part.growth().orZero(Counter.RUN)).sum()
            / interval;
  }
}
