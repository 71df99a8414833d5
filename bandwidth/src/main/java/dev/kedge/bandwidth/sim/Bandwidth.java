package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Kernel.ThrottledClock;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.UnthrottleCost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bandwidth control: charging, throttling and giving back.
 *
 * <p>Each method is the kernel function its comment names, of {@code kernel/sched/fair.c}.
 */
final class Bandwidth {
  /** What a queue keeps of its runtime when it runs empty ({@code min_cfs_rq_runtime}). */
  private static final long MIN_KEPT_NS = 1_000_000;

  /** {@code cfs_bandwidth_slack_period}. */
  private static final long SLACK_DELAY_NS = 5_000_000;

  /** {@code min_bandwidth_expiration}. */
  private static final long MIN_LEFT_NS = 2_000_000;

  private final Host host;
  private final RunQueues queues;
  private final ThrottledClocks clocks;
  private final long slice;
  private final boolean group;
  private final boolean atCharge;
  private final boolean lastTaskClock;
  private final ArrayDeque<CfsQueue> local = new ArrayDeque<>();

  private final List<CfsQueue> reused = new ArrayList<>();
  private boolean releasing;
  private long passQueues;
  private int passTasks;

  Bandwidth(Host host, RunQueues queues) {
    this.host = host;
    this.queues = queues;
    this.clocks = new ThrottledClocks(host);
    this.slice = host.machine.bandwidthSliceNs();
    this.group = host.mechanism == Mechanism.GROUP;
    this.atCharge = host.mechanism == Mechanism.TASK_AT_CHARGE || host.mechanism == Mechanism.FLAT;
    this.lastTaskClock = !group && host.kernel.throttledClock() == ThrottledClock.LAST_TASK;
  }

  /**
   * Charges a limited queue ({@code account_cfs_rq_runtime}, R1 and R2).
   *
   * @return whether it is throttled, where charging throttles
   */
  boolean account(CfsQueue queue, long delta) {
    if (!queue.limited) {
      return false;
    }
    if (host.kernel.sliceExpiry()) {
      expire(queue);
    }
    queue.remaining -= delta;
    if (queue.remaining > 0) {
      return false;
    }
    if (queue.throttled) {
      return true;
    }
    if (atCharge) {
      return throttle(queue);
    }
    if (!assign(queue, slice) && queue.current != null) {
      queue.cpu.needResched = true;
    }
    return false;
  }

  /** {@code expire_cfs_rq_runtime} before Linux 5.4: what is left of an older refill is lost. */
  private void expire(CfsQueue queue) {
    if (queue.generation != queue.group.pool.generation && queue.remaining > 0) {
      host.expiredNs += queue.remaining;
      queue.remaining = 0;
    }
  }

  /** {@code __assign_cfs_rq_runtime}: fills the queue up to a target. */
  private boolean assign(CfsQueue queue, long target) {
    Pool pool = queue.group.pool;
    long amount = target - queue.remaining;
    if (pool.quota != Pool.INFINITE) {
      startTimer(pool, queue.cpu.id);
      amount = Math.min(amount, Math.max(0, pool.runtime));
      pool.runtime -= amount;
      if (amount > 0) {
        pool.idle = false;
      }
    }
    queue.remaining += amount;
    queue.generation = pool.generation;
    if (host.observed && amount > 0) {
      notePool(queue.group);
      noteRemaining(queue);
    }
    return queue.remaining > 0;
  }

  /** {@code check_cfs_rq_runtime}: whether a queue is, or has to be, throttled. */
  boolean check(CfsQueue queue) {
    if (!queue.limited || queue.remaining > 0) {
      return false;
    }
    return queue.throttled || throttle(queue);
  }

  /** {@code check_enqueue_throttle} and what follows a first enqueue (R4, R12). */
  void firstEnqueued(CfsQueue queue) {
    if (queue.limited && queue.current == null && !queue.throttled) {
      account(queue, 0);
      if (!atCharge && queue.remaining <= 0) {
        throttle(queue);
      }
    }
    if (group && queue.inThrottledHierarchy()) {
      clocks.start(queue);
    } else if (lastTaskClock && queue.inThrottledHierarchy()) {
      clocks.stop(queue);
    }
  }

  /** {@code throttle_cfs_rq} (R3). */
  private boolean throttle(CfsQueue queue) {
    Entity running = queue.current;
    boolean runs = running != null && running.onQueue;
    if (assign(queue, atCharge && runs ? slice : 1)) {
      return false;
    }
    queue.group.pool.append(queue);
    boolean already = queue.inThrottledHierarchy();
    queue.throttled = true;
    if (group) {
      if (!already) {
        startSelfClocks(queue);
      }
      queues.dequeueGroup(queue);
      if (queue.queued > 0) {
        queue.throttledClock = host.now;
      }
    } else if (atCharge && runs && queue.cpu.current != null) {
      setUpWork(queue.cpu.current);
    }
    if (host.observed) {
      host.listener.throttled(host.now, queue.group.id, queue.cpu.id, true);
    }
    return true;
  }

  /** {@code tg_throttle_down} of the group throttle: what waits here waits from now on. */
  private void startSelfClocks(CfsQueue queue) {
    if (queue.queued > 0 && queue.throttledClockSelf == CfsQueue.NO_CLOCK) {
      queue.throttledClockSelf = host.now;
    }
    for (CfsQueue child = queue.firstChild; child != null; child = child.nextSibling) {
      if (!child.throttled) {
        startSelfClocks(child);
      }
    }
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

  /** {@code task_throttle_setup_work}: the task looks at its return to user mode (R5). */
  void setUpWork(Task task) {
    if (!task.exiting && !task.kernelThread) {
      task.workPending = true;
      if (task.cpu.current == task) {
        host.pend(task.cpu);
      }
    }
  }

  /** {@code record_throttle_clock}, for each level a throttled task leaves (R12). */
  void taskLeft(CfsQueue leaf) {
    CfsQueue top = null;
    for (CfsQueue at = leaf.limiter;
        at != null;
        at = at.parent == null ? null : at.parent.limiter) {
      top = at.throttled ? at : top;
    }
    for (CfsQueue at = leaf; top != null && at != null && at.depth >= top.depth; at = at.parent) {
      if (!lastTaskClock || at.queued == 0) {
        clocks.start(at);
      }
    }
  }

  /** A queue has run empty without a throttled task leaving. */
  void ranEmpty(CfsQueue queue) {
    if (lastTaskClock && queue.inThrottledHierarchy()) {
      clocks.start(queue);
    }
    returnRuntime(queue);
  }

  /** {@code unthrottle_cfs_rq} (R11). */
  void unthrottle(CfsQueue queue) {
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

  /**
   * {@code tg_unthrottle_up}: queues in the order of the walk; the tasks of each go back in the
   * order of its list, the last to leave first.
   */
  private void release(CfsQueue limiter) {
    host.orderGroups();
    List<CfsQueue> released = releasing ? new ArrayList<>() : reused;
    boolean nested = releasing;
    releasing = true;
    collect(limiter, released);
    for (int i = 0; i < released.size(); i++) {
      releaseTasks(released.get(i));
    }
    released.clear();
    releasing = nested;
  }

  /** Adds the queues with tasks in limbo below a limiter, sorted, and empties their lists. */
  private void collect(CfsQueue limiter, List<CfsQueue> into) {
    for (CfsQueue nested : limiter.nestedLimiters) {
      if (!nested.throttled) {
        collect(nested, into);
      }
    }
    clocks.stopSelf(limiter);
    for (CfsQueue queue : limiter.limboQueues) {
      queue.limboListed = false;
      into.add(queue);
      int at = into.size() - 1;
      while (at > 0 && into.get(at - 1).group.order > queue.group.order) {
        into.set(at, into.get(at - 1));
        at--;
      }
      into.set(at, queue);
    }
    limiter.limboQueues.clear();
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
    taskLeft(queue);
  }

  /** {@code return_cfs_rq_runtime}: an empty queue gives back all but 1 ms (R7). */
  private void returnRuntime(CfsQueue queue) {
    if (!queue.limited || queue.queued > 0) {
      return;
    }
    if (host.kernel.sliceExpiry()) {
      expire(queue);
    }
    long excess = queue.remaining - MIN_KEPT_NS;
    if (excess <= 0) {
      return;
    }
    Pool pool = queue.group.pool;
    if (pool.quota != Pool.INFINITE) {
      pool.runtime += excess;
      if (pool.runtime > slice && pool.anyThrottled()) {
        startSlackTimer(pool, queue.cpu.id);
      }
    }
    queue.remaining -= excess;
    if (host.observed) {
      notePool(queue.group);
      noteRemaining(queue);
    }
  }

  private void startSlackTimer(Pool pool, int cpu) {
    if (pool.slackStarted || refillWithin(pool, SLACK_DELAY_NS + MIN_LEFT_NS)) {
      return;
    }
    pool.slackStarted = true;
    pool.slackCpu = cpu;
    host.events.schedule(pool.slackSource, host.now + SLACK_DELAY_NS);
  }

  private boolean refillWithin(Pool pool, long ns) {
    return pool.timerExpires - host.now < ns;
  }

  /** {@code do_sched_cfs_slack_timer}. */
  void slackFired(TaskGroup owner) {
    Pool pool = owner.pool;
    pool.slackStarted = false;
    if (refillWithin(pool, MIN_LEFT_NS) || pool.quota == Pool.INFINITE || pool.runtime <= slice) {
      return;
    }
    distribute(owner, host.cpus[pool.slackCpu]);
  }

  /** {@code start_cfs_bandwidth}: arms the next boundary of the timer's phase. */
  private void startTimer(Pool pool, int cpu) {
    if (pool.timerActive) {
      return;
    }
    pool.timerActive = true;
    pool.timerCpu = cpu;
    long since = host.now - pool.timerExpires;
    if (since >= 0) {
      pool.timerExpires += (since / pool.period + 1) * pool.period;
    } else if (-since > pool.period) {
      pool.timerExpires = host.now + Math.floorMod(-since, pool.period);
    }
    host.events.schedule(pool.periodSource, pool.timerExpires);
  }

  /** {@code sched_cfs_period_timer} and {@code do_sched_cfs_period_timer} (R9). */
  void periodFired(TaskGroup owner) {
    Pool pool = owner.pool;
    pool.timerExpires += pool.period;
    if (refillAndDistribute(owner)) {
      host.events.schedule(pool.periodSource, pool.timerExpires);
    } else {
      pool.timerActive = false;
    }
    if (host.observed) {
      notePool(owner);
      host.listener.period(host.now, owner.id);
    }
  }

  private boolean refillAndDistribute(TaskGroup owner) {
    Pool pool = owner.pool;
    if (pool.quota == Pool.INFINITE) {
      return false;
    }
    boolean throttled = pool.anyThrottled();
    pool.periods++;
    pool.refill();
    if (host.observed) {
      notePool(owner);
    }
    if (!throttled) {
      boolean stays = !pool.idle;
      pool.idle = true;
      return stays;
    }
    pool.throttledPeriods++;
    while (throttled && pool.runtime > 0) {
      throttled = distribute(owner, host.cpus[pool.timerCpu]);
    }
    pool.idle = false;
    return true;
  }

  /**
   * {@code distribute_cfs_runtime}: debts are repaid in the order of throttling, and a queue with
   * anything left is unthrottled (R10).
   *
   * @return whether some queue stays throttled for want of runtime
   */
  private boolean distribute(TaskGroup owner, Cpu here) {
    Pool pool = owner.pool;
    boolean throttled = false;
    int remote = 0;
    passQueues = 0;
    passTasks = 0;
    int subtree = owner.subtree;
    CfsQueue queue = pool.firstThrottled;
    boolean exhausted = false;
    while (queue != null) {
      if (exhausted) {
        throttled = true;
        break;
      }
      CfsQueue next = queue.throttledNext;
      if (!queue.unthrottleSent) {
        if (atCharge && queue.current != null) {
          queues.charge(queue.cpu);
        }
        long given = Math.min(1 - queue.remaining, pool.runtime);
        pool.runtime -= given;
        queue.remaining += given;
        queue.generation = pool.generation;
        exhausted = pool.runtime == 0;
        if (queue.remaining <= 0) {
          throttled = true;
        } else if (queue.cpu == here) {
          queue.unthrottleSent = true;
          local.add(queue);
        } else if (host.kernel.asyncUnthrottle()) {
          send(queue);
          remote++;
        } else {
          passQueues += subtree;
          unthrottle(queue);
        }
        if (host.observed) {
          noteRemaining(queue);
        }
      }
      queue = next;
    }
    unthrottleHere(subtree);
    if (host.observed) {
      notePool(owner);
      UnthrottleCost cost = host.machine.unthrottle();
      long irqOff = cost.fixedNs() + remote * cost.remoteNs() + passCost();
      host.listener.distributed(host.now, owner.id, here.id, irqOff, remote, passQueues, passTasks);
    }
    return throttled;
  }

  private long passCost() {
    UnthrottleCost cost = host.machine.unthrottle();
    return passQueues * cost.queueNs() + passTasks * cost.taskNs();
  }

  private void unthrottleHere(int subtree) {
    CfsQueue mine;
    while ((mine = local.poll()) != null) {
      mine.unthrottleSent = false;
      if (mine.throttled) {
        passQueues += subtree;
        unthrottle(mine);
      }
    }
  }

  private void send(CfsQueue queue) {
    queue.unthrottleSent = true;
    Cpu cpu = queue.cpu;
    if (cpu.unthrottles.isEmpty()) {
      host.interrupts.add(cpu);
    }
    cpu.unthrottles.add(queue);
  }

  /** {@code __cfsb_csd_unthrottle}: a CPU serves what was sent to it. */
  void serve(Cpu cpu) {
    passQueues = 0;
    passTasks = 0;
    @Nullable TaskGroup first = null;
    CfsQueue queue;
    while ((queue = cpu.unthrottles.poll()) != null) {
      queue.unthrottleSent = false;
      first = queue.group;
      if (queue.throttled) {
        passQueues += queue.group.subtree;
        unthrottle(queue);
      }
    }
    if (host.observed && first != null) {
      host.listener.unthrottledRemotely(host.now, first.id, cpu.id, passCost());
    }
  }

  /** {@code tg_set_cfs_bandwidth}: what writing a limit does (R13). */
  void setLimit(TaskGroup owner, dev.kedge.bandwidth.CpuLimit limit) {
    Pool pool = owner.pool;
    owner.limit = limit;
    makeLimiter(owner);
    pool.period = limit.periodUs() * 1000;
    pool.quota = limit.limited() ? limit.quotaUs() * 1000 : Pool.INFINITE;
    pool.burst = limit.burstUs() * 1000;
    pool.refill();
    if (limit.limited()) {
      startTimer(pool, 0);
    }
    for (Cpu cpu : host.cpus) {
      CfsQueue queue = owner.queues[cpu.id];
      if (queue != null && cpu.online) {
        queues.charge(cpu);
        queue.limited = limit.limited();
        queue.remaining = group ? 0 : 1;
        queue.generation = pool.generation;
        if (queue.throttled) {
          unthrottle(queue);
        }
      }
    }
    if (host.observed) {
      notePool(owner);
    }
  }

  private void makeLimiter(TaskGroup owner) {
    if (owner.limiter) {
      return;
    }
    owner.limiter = true;
    for (Cpu cpu : host.cpus) {
      if (owner.queues[cpu.id] != null) {
        cpu.root.findLimiters();
      }
    }
  }

  /** {@code unthrottle_offline_cfs_rqs} for one queue. */
  void disable(CfsQueue queue) {
    if (!queue.limited) {
      return;
    }
    queue.remaining = 1;
    queue.limited = false;
    if (queue.throttled) {
      unthrottle(queue);
    }
  }

  private void notePool(TaskGroup owner) {
    host.listener.pool(host.now, owner.id, owner.pool.runtime);
  }

  private void noteRemaining(CfsQueue queue) {
    host.listener.remaining(host.now, queue.group.id, queue.cpu.id, queue.remaining);
  }
}
