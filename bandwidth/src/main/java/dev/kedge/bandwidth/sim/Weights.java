package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.scenario.Group;

/** Group weights on each CPU: a group's shares, split by where its load is. */
final class Weights {
  private final boolean flat;

  Weights(boolean flat) {
    this.flat = flat;
  }

  /** What a queue counts for is what is queued, as far as other CPUs know of it. */
  static void sync(CfsQueue queue) {
    long seen = queue.seenLoad();
    queue.group.load += seen - queue.contribution;
    queue.contribution = seen;
  }

  /**
   * What came back from a throttle counted all the time: a throttled queue keeps its share of the
   * group's weight, as its stopped PELT clock does.
   */
  static void syncReturned(CfsQueue queue) {
    if (queue.seenLoad() > queue.contribution) {
      sync(queue);
    }
  }

  /** {@code update_cfs_group} on the way up. */
  void update(CfsQueue from) {
    for (CfsQueue queue = from; queue.parent != null; queue = queue.parent) {
      updateOne(queue);
    }
  }

  /** {@code calc_group_shares}, with the queued weights of this moment as the load. */
  void updateOne(CfsQueue owned) {
    if (owned.parent == null || owned.load == 0) {
      return;
    }
    TaskGroup owner = owned.group;
    int weight;
    if (owner.idle) {
      weight = Group.IDLE_SHARES;
    } else {
      long load = Math.max(owned.load, owned.contribution);
      long total = owner.load - owned.contribution + load;
      weight =
          load == total ? owner.shares : Math.clamp(owner.shares * load / total, 2, owner.shares);
    }
    if (weight == owned.weight) {
      return;
    }
    if (flat) {
      owned.parent.load += owned.onQueue ? weight - owned.weight : 0;
      owned.weight = weight;
    } else {
      owned.parent.reweight(owned, weight);
    }
  }
}
