package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.UnthrottleCost;
import java.util.List;

/**
 * Lets throttled queues go on and puts their tasks back, and counts what a pass of that touches.
 *
 * <p>Each method is the kernel function its comment names, of {@code kernel/sched/fair.c}.
 */
final class Unthrottle {
  private final Host host;
  private final RunQueues queues;
  private final ThrottledClocks clocks;
  private final boolean group;
  private final boolean atCharge;
  private final WalkOrder reused = new WalkOrder();
  private boolean releasing;
  private long passQueues;
  private int passTasks;

  Unthrottle(Host host, RunQueues queues, ThrottledClocks clocks) {
    this.host = host;
    this.queues = queues;
    this.clocks = clocks;
    this.group = host.mechanism == Mechanism.GROUP;
    this.atCharge = host.mechanism == Mechanism.TASK_AT_CHARGE || host.mechanism == Mechanism.FLAT;
  }

  /** From here on what is touched counts for a new pass. */
  void beginPass() {
    passQueues = 0;
    passTasks = 0;
  }

  /** Queues visited in this pass. */
  long queues() {
    return passQueues;
  }

  /** Tasks put back in this pass. */
  int tasks() {
    return passTasks;
  }

  /** Time that this pass keeps interrupts off for its queues and tasks, in nanoseconds. */
  long passCost() {
    UnthrottleCost cost = host.machine.unthrottle();
    return passQueues * cost.queueNs() + passTasks * cost.taskNs();
  }

  /** {@code unthrottle_cfs_rq} (R11). */
  void unthrottle(CfsQueue queue) {
    passQueues += queue.group.subtree;
    if (atCharge) {
      queues.charge(queue.cpu);
    }
    if (!group && queue.limited && queue.remaining <= 0) {
      return;
    }
    queue.throttled = false;
    clocks.stopOwn(queue);
    queue.group.pool.remove(queue);
    if (host.observed) {
      host.listener.throttled(host.now, queue.group.id, queue.cpu.id, false);
    }
    if (!queue.inThrottledHierarchy()) {
      if (group) {
        stopSelfClocks(queue);
      } else {
        release(queue);
      }
    }
    if (group && queue.queued > 0) {
      queues.enqueueGroup(queue);
    }
    Cpu cpu = queue.cpu;
    if (cpu.idle() && cpu.root.queued > 0) {
      cpu.needResched = true;
    }
    host.pend(cpu);
  }

  /** {@code tg_unthrottle_up} of the group throttle. */
  private void stopSelfClocks(CfsQueue queue) {
    clocks.stopSelf(queue);
    for (CfsQueue child = queue.firstChild; child != null; child = child.nextSibling) {
      if (!child.throttled) {
        stopSelfClocks(child);
      }
    }
  }

  /**
   * {@code tg_unthrottle_up}: queues in the order of the walk; the tasks of each go back in the
   * order of its list, the last to leave first.
   */
  private void release(CfsQueue limiter) {
    host.orderGroups();
    WalkOrder walk = releasing ? new WalkOrder() : reused;
    boolean nested = releasing;
    releasing = true;
    collect(limiter, walk);
    walk.sort();
    host.readAhead.limbo(walk);
    for (int i = 0; i < walk.size(); i++) {
      releaseTasks(walk.get(i));
    }
    walk.clear();
    releasing = nested;
  }

  /** Adds the queues with tasks in limbo below a limiter and empties their lists. */
  private void collect(CfsQueue limiter, WalkOrder into) {
    List<CfsQueue> nested = limiter.nestedLimiters;
    for (int i = 0; i < nested.size(); i++) {
      if (!nested.get(i).throttled) {
        collect(nested.get(i), into);
      }
    }
    clocks.stopSelf(limiter);
    List<CfsQueue> queues = limiter.limboQueues;
    for (int i = 0; i < queues.size(); i++) {
      CfsQueue queue = queues.get(i);
      queue.limboListed = false;
      into.add(queue);
    }
    queues.clear();
  }

  private void releaseTasks(CfsQueue queue) {
    for (CfsQueue at = queue; at != null && at != queue.limiter; at = at.parent) {
      clocks.stopSelf(at);
    }
    Task next = queue.limbo;
    queue.limbo = null;
    while (next != null) {
      Task task = next;
      if (queue.inThrottledHierarchy()) {
        putBack(queue, task);
        return;
      }
      next = task.limboNext;
      task.limboNext = null;
      task.limboPrevious = null;
      if (next != null) {
        next.limboPrevious = null;
      }
      task.inLimbo = false;
      passTasks++;
      if (host.observed) {
        host.listener.limbo(host.now, queue.cpu.id, task.id, false);
      }
      queues.enqueueReturned(task);
    }
  }

  /** Throttled again while its tasks were put back: the rest stays in limbo. */
  private void putBack(CfsQueue queue, Task rest) {
    for (Task task = rest; task != null; ) {
      Task next = task.limboNext;
      queue.addLimbo(task);
      task = next;
    }
    clocks.taskLeft(queue);
  }
}
