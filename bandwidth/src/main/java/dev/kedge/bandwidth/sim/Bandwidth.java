package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel.ThrottledClock;
import dev.kedge.bandwidth.Mechanism;

/**
 * Bandwidth control of queues: charging, throttling, giving back, and changes of limits.
 *
 * <p>Each method is the kernel function its comment names, of {@code kernel/sched/fair.c}.
 */
final class Bandwidth {
  /** What a queue keeps of its runtime when it runs empty ({@code min_cfs_rq_runtime}). */
  private static final long MIN_KEPT_NS = 1_000_000;

  private final Host host;
  private final RunQueues queues;
  final ThrottledClocks clocks;
  private final long slice;
  private final boolean group;
  private final boolean atCharge;
  private final boolean lastTaskClock;
  private final Unthrottle unthrottle;
  final BandwidthTimers timers;

  Bandwidth(Host host, RunQueues queues) {
    this.host = host;
    this.queues = queues;
    this.slice = host.machine.bandwidthSliceNs();
    this.group = host.mechanism == Mechanism.GROUP;
    this.atCharge = host.mechanism == Mechanism.TASK_AT_CHARGE || host.mechanism == Mechanism.FLAT;
    this.lastTaskClock = !group && host.kernel.throttledClock() == ThrottledClock.LAST_TASK;
    this.clocks = new ThrottledClocks(host, lastTaskClock);
    this.unthrottle = new Unthrottle(host, queues, clocks);
    this.timers = new BandwidthTimers(host, queues, unthrottle);
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
      timers.startTimer(pool, queue.cpu.id);
      amount = Math.min(amount, Math.max(0, pool.runtime));
      pool.runtime -= amount;
      if (amount > 0) {
        pool.idle = false;
      }
    }
    queue.remaining += amount;
    queue.generation = pool.generation;
    if (host.observed && amount > 0) {
      host.notePool(queue.group);
      host.noteRemaining(queue);
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
    } else {
      host.readAhead.below(queue);
      if (atCharge && runs && queue.cpu.current != null) {
        setUpWork(queue.cpu.current);
      }
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

  /** {@code task_throttle_setup_work}: the task looks at its return to user mode (R5). */
  void setUpWork(Task task) {
    if (!task.exiting && !task.kernelThread) {
      task.workPending = true;
      if (task.cpu.current == task) {
        host.pend(task.cpu);
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
        timers.startSlackTimer(pool, queue.cpu.id);
      }
    }
    queue.remaining -= excess;
    if (host.observed) {
      host.notePool(queue.group);
      host.noteRemaining(queue);
    }
  }

  /** {@code tg_set_cfs_bandwidth}: what writing a limit does (R13). */
  void setLimit(TaskGroup owner, CpuLimit limit) {
    if (owner.parent == null) {
      throw new BandwidthException("the root group has no limit");
    }
    Pool pool = owner.pool;
    owner.limit = limit;
    makeLimiter(owner);
    pool.period = limit.periodUs() * 1000;
    pool.quota = limit.limited() ? limit.quotaUs() * 1000 : Pool.INFINITE;
    pool.burst = limit.burstUs() * 1000;
    pool.refill();
    if (limit.limited()) {
      timers.startTimer(pool, 0);
    }
    for (Cpu cpu : host.cpus) {
      CfsQueue queue = cpu.queue(owner);
      if (queue != null && cpu.online) {
        queues.charge(cpu);
        queue.limited = limit.limited();
        queue.remaining = group ? 0 : 1;
        queue.generation = pool.generation;
        if (queue.throttled) {
          unthrottle.unthrottle(queue);
        }
      }
    }
    if (host.observed) {
      host.notePool(owner);
    }
  }

  private void makeLimiter(TaskGroup owner) {
    if (owner.limiter) {
      return;
    }
    owner.limiter = true;
    for (Cpu cpu : host.cpus) {
      if (cpu.queue(owner) != null) {
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
      unthrottle.unthrottle(queue);
    }
  }
}
