package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chooses CPUs: for a woken or new task, for a CPU that runs dry, and from time to time. */
final class Balancer {
  /** {@code sysctl_sched_migration_cost}: a task that ran this recently is left where it is. */
  private static final long HOT_NS = 500_000;

  /** {@code busy_factor} of a scheduling domain: a busy CPU balances that much more rarely. */
  private static final int BUSY_FACTOR = 16;

  /** No CPU looks for work further than this many neighbours when it wakes a task. */
  private static final int SEARCH = 64;

  private final Host host;
  private final Scheduler scheduler;
  private final long intervalNs;

  Balancer(Host host, Scheduler scheduler) {
    this.host = host;
    this.scheduler = scheduler;
    this.intervalNs = Math.max(2, host.cpus.length) * 1_000_000L;
  }

  /** {@code select_task_rq_fair} for a wakeup: where it ran, else an idle CPU near it. */
  Cpu cpuForWakeup(Task task) {
    Cpu previous = task.cpu;
    boolean allowed = allowed(task, previous);
    if (allowed && idle(previous)) {
      return previous;
    }
    Cpu fallback = allowed ? previous : null;
    int count = host.cpus.length;
    for (int i = 1, seen = 0; i < count && seen < SEARCH; i++) {
      Cpu cpu = host.cpus[(previous.id + i) % count];
      if (allowed(task, cpu)) {
        seen++;
        if (idle(cpu)) {
          return cpu;
        }
        fallback = fallback == null ? cpu : fallback;
      }
    }
    return fallback == null ? anyOnline() : fallback;
  }

  /** {@code SD_BALANCE_FORK}: the CPU with the fewest tasks. */
  Cpu cpuForFork(Task task) {
    Cpu best = null;
    int fewest = Integer.MAX_VALUE;
    int count = host.cpus.length;
    for (int i = 0; i < count; i++) {
      Cpu cpu = host.cpus[(task.cpu.id + i) % count];
      if (allowed(task, cpu) && host.queued[cpu.id] < fewest) {
        best = cpu;
        fewest = host.queued[cpu.id];
      }
    }
    return best == null ? anyOnline() : best;
  }

  boolean allowed(Task task, Cpu cpu) {
    return cpu.online && task.cpus.contains(cpu.id);
  }

  /** A task whose CPUs are all offline runs anywhere ({@code select_fallback_rq}). */
  private Cpu anyOnline() {
    for (Cpu cpu : host.cpus) {
      if (cpu.online) {
        return cpu;
      }
    }
    throw new IllegalStateException("every CPU is offline");
  }

  private boolean idle(Cpu cpu) {
    return cpu.idle() && cpu.root.queued == 0;
  }

  /** {@code sched_balance_newidle}: true when a task was pulled. */
  boolean pullWhenIdle(Cpu cpu) {
    return host.cpus.length > 1 && pull(cpu, 2, false);
  }

  /** The periodic balance, at the tick of a CPU. */
  void tick(Cpu cpu) {
    if (host.cpus.length == 1) {
      return;
    }
    if (host.queued[cpu.id] > 1) {
      kickIdle();
    }
    if (host.now < cpu.nextBalance) {
      return;
    }
    cpu.nextBalance = host.now + intervalNs * BUSY_FACTOR;
    int mine = host.queued[cpu.id];
    Cpu busiest = busiest(cpu);
    if (busiest == null) {
      return;
    }
    int difference = host.queued[busiest.id] - mine;
    boolean even = difference >= 2 || (difference == 1 && cpu.balanceFailures > 1);
    if (!even) {
      cpu.balanceFailures = difference == 1 ? cpu.balanceFailures + 1 : 0;
      return;
    }
    if (pull(cpu, mine + 1, true)) {
      cpu.balanceFailures = 0;
    } else {
      cpu.balanceFailures++;
    }
  }

  /** {@code nohz_balancer_kick}: a CPU with more than one task has idle ones look for work. */
  private void kickIdle() {
    for (Cpu cpu : host.cpus) {
      if (cpu.online && idle(cpu) && host.now >= cpu.nextBalance) {
        cpu.nextBalance = host.now + intervalNs;
        if (pull(cpu, 2, true)) {
          cpu.needResched = true;
          host.pend(cpu);
        }
        return;
      }
    }
  }

  private @Nullable Cpu busiest(Cpu except) {
    Cpu busiest = null;
    int most = 0;
    int[] queued = host.queued;
    for (int i = 0; i < queued.length; i++) {
      if (queued[i] > most && i != except.id && host.cpus[i].online) {
        busiest = host.cpus[i];
        most = queued[i];
      }
    }
    return busiest;
  }

  private boolean pull(Cpu to, int atLeast, boolean spareHot) {
    Cpu from = busiest(to);
    if (from == null || host.queued[from.id] < atLeast) {
      return false;
    }
    Task task =
        host.mechanism == Mechanism.FLAT
            ? movableInTree(from.flat, to, spareHot)
            : movable(from.root, to, spareHot);
    if (task == null) {
      return false;
    }
    migrate(task, to);
    return true;
  }

  /** The task that has waited longest among those that may go ({@code can_migrate_task}). */
  private @Nullable Task movable(CfsQueue queue, Cpu to, boolean spareHot) {
    if (queue.group.limiter && host.throttledOn(queue.group, to)) {
      return null;
    }
    Task best = null;
    for (int i = 0; i < queue.waiting(); i++) {
      Entity entity = queue.waiting(i);
      Task candidate;
      if (entity instanceof Task task) {
        candidate = mayGo(task, to, spareHot) ? task : null;
      } else {
        candidate = movable((CfsQueue) entity, to, spareHot);
      }
      best = older(best, candidate);
    }
    Entity current = queue.current;
    if (current instanceof CfsQueue running) {
      best = older(best, movable(running, to, spareHot));
    }
    return best;
  }

  private @Nullable Task movableInTree(FlatTree tree, Cpu to, boolean spareHot) {
    Task best = null;
    for (int i = 0; i < tree.waiting(); i++) {
      Task task = ((FlatEntity) tree.waiting(i)).task;
      if (mayGo(task, to, spareHot)) {
        best = older(best, task);
      }
    }
    return best;
  }

  private static @Nullable Task older(@Nullable Task a, @Nullable Task b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.lastRan < a.lastRan ? b : a;
  }

  private boolean mayGo(Task task, Cpu to, boolean spareHot) {
    if (task.delayed || !allowed(task, to)) {
      return false;
    }
    if (host.throttledOn(task.group, to)) {
      return false;
    }
    CfsQueue source = Objects.requireNonNull(task.queue);
    if (host.mechanism == Mechanism.GROUP && source.inThrottledHierarchy()) {
      return false;
    }
    return !spareHot || host.now - task.lastRan >= HOT_NS;
  }

  /** Moves a queued task that does not run. */
  void migrate(Task task, Cpu to) {
    scheduler.queues.dequeueMoving(task);
    task.cpu = to;
    if (host.observed) {
      host.listener.moved(host.now, task.id, task.group.id, to.id);
    }
    scheduler.queues.enqueue(task, false);
    scheduler.preemptFor(task);
  }
}
