package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import java.util.Objects;
import java.util.SplittableRandom;
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

  /** Its own draws: they do not shift those of the workloads. */
  private final SplittableRandom random;

  private final BalanceState[] states;
  private final long shortestNs;

  /** {@code nohz.next_balance}. */
  private long nextKick;

  Balancer(Host host, Scheduler scheduler, long seed) {
    this.host = host;
    this.random = new SplittableRandom(~seed);
    this.scheduler = scheduler;
    this.shortestNs = Math.max(2, host.cpus.length) * 1_000_000L;
    this.states = new BalanceState[host.cpus.length];
    for (int i = 0; i < states.length; i++) {
      // What a CPU has found since the boot is not known.
      states[i] = new BalanceState(random.nextInt(BalanceState.CERTAIN + 1));
      states[i].intervalNs = shortestNs;
    }
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
      if (allowed(task, cpu) && host.load.queued(cpu.id) < fewest) {
        best = cpu;
        fewest = host.load.queued(cpu.id);
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
    if (host.cpus.length == 1 || !host.load.waiting()) {
      return false;
    }
    BalanceState state = states[cpu.id];
    state.next = Math.min(state.next, state.last + interval(state, false));
    boolean looks = state.looks(random.nextInt(BalanceState.CERTAIN));
    boolean pulled = looks && pull(cpu, 2, false);
    state.looked(pulled);
    return pulled;
  }

  /**
   * {@code sched_balance_trigger}, at the tick of a CPU.
   *
   * @param jiffy when the tick was due: balances are counted in whole ticks
   */
  void tick(Cpu cpu, long jiffy) {
    if (host.cpus.length == 1) {
      return;
    }
    if (host.load.queued(cpu.id) > 1 && jiffy >= nextKick) {
      kickIdle(jiffy);
    }
    BalanceState state = states[cpu.id];
    if (jiffy >= state.next) {
      if (jiffy >= state.last + interval(state, true)) {
        done(state, jiffy, balanceBusy(cpu, state));
      }
      state.next = state.last + interval(state, true);
    }
  }

  /** {@code get_sd_balance_interval}: in whole ticks, and much longer for a busy CPU. */
  private long interval(BalanceState state, boolean busy) {
    long tick = host.machine.tickNs();
    long ns = state.intervalNs * (busy ? BUSY_FACTOR : 1);
    return Math.max(1, (ns + tick - 1) / tick - (busy ? 1 : 0)) * tick;
  }

  private void done(BalanceState state, long jiffy, boolean moved) {
    state.last = jiffy;
    state.intervalNs = moved ? shortestNs : Math.min(2 * shortestNs, 2 * state.intervalNs);
  }

  /**
   * The balance of a CPU that has work itself: only among CPUs that have had more than they could
   * do for a while ({@code sched_balance_find_src_group}, {@code calculate_imbalance}).
   */
  private boolean balanceBusy(Cpu cpu, BalanceState state) {
    int mine = host.load.queued(cpu.id);
    Cpu busiest = busiest(cpu);
    int most = busiest == null ? 0 : host.load.queued(busiest.id);
    host.load.waiting(Math.max(mine, most) > 1);
    if (busiest == null
        || most <= mine
        || !host.load.full(cpu.id, host.now)
        || !host.load.full(busiest.id, host.now)) {
      state.failures = 0;
      return false;
    }
    if (most == mine + 1 && state.failures <= 1) {
      state.failures++;
      return false;
    }
    boolean moved = pull(cpu, mine + 1, true);
    state.failures = moved ? 0 : state.failures + 1;
    return moved;
  }

  /** {@code nohz_balancer_kick}: a CPU with more than one task has an idle one look for work. */
  private void kickIdle(long jiffy) {
    for (Cpu cpu : host.cpus) {
      if (cpu.online && idle(cpu)) {
        BalanceState state = states[cpu.id];
        if (jiffy >= state.next) {
          if (jiffy >= state.last + interval(state, false)) {
            done(state, jiffy, balanceIdle(cpu));
          }
          state.next = state.last + interval(state, !idle(cpu));
        }
        nextKick = state.next;
        return;
      }
    }
  }

  /** Half of what the busiest CPU has goes to an idle one. */
  private boolean balanceIdle(Cpu cpu) {
    Cpu busiest = busiest(cpu);
    int half = busiest == null ? 0 : host.load.queued(busiest.id) / 2;
    int moved = 0;
    while (moved < half && pull(cpu, 2, true)) {
      moved++;
    }
    if (moved > 0) {
      cpu.needResched = true;
      host.pend(cpu);
    }
    return moved > 0;
  }

  private @Nullable Cpu busiest(Cpu except) {
    Cpu busiest = null;
    int most = 0;
    for (int i = 0; i < host.cpus.length; i++) {
      int queued = host.load.queued(i);
      if (queued > most && i != except.id && host.cpus[i].online) {
        busiest = host.cpus[i];
        most = queued;
      }
    }
    return busiest;
  }

  private boolean pull(Cpu to, int atLeast, boolean spareHot) {
    Cpu from = busiest(to);
    host.load.waiting(from != null && host.load.queued(from.id) > 1);
    if (from == null || host.load.queued(from.id) < atLeast) {
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
