package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.UnthrottleCost;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The period and the slack timer of each limited group, and the distribution of what they find.
 *
 * <p>Each method is the kernel function its comment names, of {@code kernel/sched/fair.c}.
 */
final class BandwidthTimers {
  /** {@code cfs_bandwidth_slack_period}. */
  private static final long SLACK_DELAY_NS = 5_000_000;

  /** {@code min_bandwidth_expiration}. */
  private static final long MIN_LEFT_NS = 2_000_000;

  private final Host host;
  private final RunQueues queues;
  private final Unthrottle unthrottle;
  private final long slice;
  private final boolean atCharge;
  private final ArrayDeque<CfsQueue> local = new ArrayDeque<>();

  BandwidthTimers(Host host, RunQueues queues, Unthrottle unthrottle) {
    this.host = host;
    this.queues = queues;
    this.unthrottle = unthrottle;
    this.slice = host.machine.bandwidthSliceNs();
    this.atCharge = host.mechanism == Mechanism.TASK_AT_CHARGE || host.mechanism == Mechanism.FLAT;
  }

  void startSlackTimer(Pool pool, int cpu) {
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
  void startTimer(Pool pool, int cpu) {
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
      host.notePool(owner);
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
      host.notePool(owner);
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
    unthrottle.beginPass();
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
          unthrottle.unthrottle(queue);
        }
        if (host.observed) {
          host.noteRemaining(queue);
        }
      }
      queue = next;
    }
    unthrottleHere();
    if (host.observed) {
      host.notePool(owner);
      UnthrottleCost cost = host.machine.unthrottle();
      long irqOff = cost.fixedNs() + remote * cost.remoteNs() + unthrottle.passCost();
      host.listener.distributed(
          host.now, owner.id, here.id, irqOff, remote, unthrottle.queues(), unthrottle.tasks());
    }
    return throttled;
  }

  private void unthrottleHere() {
    CfsQueue mine;
    while ((mine = local.poll()) != null) {
      mine.unthrottleSent = false;
      if (mine.throttled) {
        unthrottle.unthrottle(mine);
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
    unthrottle.beginPass();
    @Nullable TaskGroup first = null;
    CfsQueue queue;
    while ((queue = cpu.unthrottles.poll()) != null) {
      queue.unthrottleSent = false;
      first = queue.group;
      if (queue.throttled) {
        unthrottle.unthrottle(queue);
      }
    }
    if (host.observed && first != null) {
      host.listener.unthrottledRemotely(host.now, first.id, cpu.id, unthrottle.passCost());
    }
  }
}
