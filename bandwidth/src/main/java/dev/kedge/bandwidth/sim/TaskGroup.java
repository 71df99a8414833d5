package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.CpuLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task group: its shares, its pool; its queues are with the CPUs. */
final class TaskGroup {
  final int id;
  final String path;
  final @Nullable TaskGroup parent;
  final List<TaskGroup> children = new ArrayList<>();
  final Pool pool;

  CpuLimit limit = CpuLimit.NONE;
  int shares;
  boolean idle;

  /** It has or had a limit, so that its queues may be throttled. */
  boolean limiter;

  boolean removed;
  int tasks;

  /** Where {@code walk_tg_tree} leaves this group: after its children, the newest first. */
  int order;

  /** Groups in this subtree, this one included: what the kernel's walk visits. */
  int subtree = 1;

  /** Sum of the queues' contributions. */
  long load;

  /** CPU time of the group's own tasks. */
  long usageNs;

  long userNs;

  TaskGroup(int id, String path, @Nullable TaskGroup parent, int shares, Pool pool) {
    this.id = id;
    this.path = path;
    this.parent = parent;
    this.shares = shares;
    this.pool = pool;
  }
}
