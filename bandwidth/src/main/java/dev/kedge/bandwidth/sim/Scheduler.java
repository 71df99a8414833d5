package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Picks the next task of a CPU and switches to it; wakes tasks and moves them.
 *
 * <p>Comments name the functions of {@code kernel/sched} that do the same.
 */
final class Scheduler {
  /** Deepest nesting of groups. */
  static final int MAX_DEPTH = 32;

  final RunQueues queues;
  final Bandwidth bandwidth;
  final Balancer balancer;

  private final Host host;
  private final SliceTimer sliceTimer;
  private final boolean group;
  private final boolean atCharge;
  private final boolean flat;
  private final Entity[] path = new Entity[MAX_DEPTH + 1];

  Scheduler(Host host, long seed) {
    this.host = host;
    this.group = host.mechanism == Mechanism.GROUP;
    this.flat = host.mechanism == Mechanism.FLAT;
    this.atCharge = flat || host.mechanism == Mechanism.TASK_AT_CHARGE;
    this.sliceTimer = new SliceTimer(host);
    this.queues = new RunQueues(host, sliceTimer);
    this.bandwidth = queues.bandwidth;
    this.balancer = new Balancer(host, this, seed);
  }

  /**
   * Chooses and switches; leaves the CPU with a task that may run, or idle ({@code __schedule}).
   */
  void schedule(Cpu cpu) {
    queues.charge(cpu);
    cpu.needResched = false;
    Task next = pick(cpu);
    if (next == null && cpu.online && balancer.pullWhenIdle(cpu)) {
      next = pick(cpu);
    }
    cpu.mustSwitch = false;
    switchTo(cpu, next);
  }

  private @Nullable Task pick(Cpu cpu) {
    return flat ? pickFromTree(cpu) : pickByLevel(cpu);
  }

  private @Nullable Task pickFromTree(Cpu cpu) {
    while (true) {
      Entity entity = cpu.flat.pick();
      if (entity == null) {
        return null;
      }
      Task task = ((FlatEntity) entity).task;
      if (!entity.delayed) {
        return task;
      }
      queues.dequeueDelayed(task);
    }
  }

  private @Nullable Task pickByLevel(Cpu cpu) {
    CfsQueue queue = cpu.root;
    boolean throttled = false;
    while (true) {
      if (!atCharge && bandwidth.check(queue)) {
        if (group) {
          queue = cpu.root;
          continue;
        }
        throttled = true;
      }
      Entity entity = queue.pick();
      if (entity == null) {
        if (queue.parent == null) {
          return null;
        }
        throw new IllegalStateException("queued group " + queue.group.path + " has nothing to run");
      }
      if (entity.delayed) {
        queues.dequeueDelayed(entity);
        queue = cpu.root;
        throttled = false;
        continue;
      }
      if (entity instanceof Task task) {
        if (throttled) {
          bandwidth.setUpWork(task);
        }
        return task;
      }
      queue = (CfsQueue) entity;
    }
  }

  private void switchTo(Cpu cpu, @Nullable Task next) {
    Task previous = cpu.current;
    int depth = -1;
    if (next != null) {
      depth = fillPath(next);
    }
    CfsQueue queue = cpu.root;
    int level = 0;
    while (level <= depth && queue.runs(path[level]) && level < depth) {
      queue = (CfsQueue) path[level];
      level++;
    }
    if (level <= depth && queue.runs(path[level])) {
      return;
    }
    putPrevious(queue);
    boolean throttled = false;
    if (next != null) {
      throttled = setNext(queue, level, depth);
    }
    if (flat) {
      switchInTree(cpu, next);
      throttled = next != null && accountEveryLevel(next);
    }
    if (previous != null) {
      previous.lastRan = host.now;
    }
    boolean wasIdle = previous == null;
    cpu.current = next;
    cpu.chargedUntil = host.now;
    cpu.progressedUntil = host.now;
    cpu.sliceTimer = EventQueue.NEVER;
    if (next == null) {
      cpu.nextTick = EventQueue.NEVER;
    } else {
      if (wasIdle) {
        cpu.nextTick = host.timers.ticked(cpu.id, nextTickAfter(host.now));
      }
      next.burst += host.machine.overhead().switchNs();
      if (throttled) {
        bandwidth.setUpWork(next);
      }
      sliceTimer.update(cpu);
    }
    if (host.observed) {
      host.listener.switched(host.now, cpu.id, next == null ? SimulationListener.IDLE : next.id);
    }
  }

  /** Takes a running task off its CPU, so that it can be put on another queue. */
  void release(Task task) {
    Cpu cpu = task.cpu;
    if (cpu.current == task) {
      putPrevious(cpu.root);
      if (flat) {
        switchInTree(cpu, null);
      }
      cpu.current = null;
      cpu.nextTick = EventQueue.NEVER;
      cpu.needResched = true;
      host.pend(cpu);
      if (host.observed) {
        host.listener.switched(host.now, cpu.id, SimulationListener.IDLE);
      }
    }
  }

  /** Moves a task to another group or CPU, whatever it is doing (R14). */
  void relocate(Task task, TaskGroup group, Cpu cpu) {
    Entity entity = task;
    CfsQueue from = entity.queue;
    if (task.inLimbo && from != null) {
      from.removeLimbo(task);
      task.group = group;
      task.cpu = cpu;
      if (host.observed) {
        host.listener.moved(host.now, task.id, group.id, cpu.id);
      }
      CfsQueue to = host.queue(group, cpu);
      entity.queue = to;
      if (to.inThrottledHierarchy()) {
        to.addLimbo(task);
        return;
      }
      task.inLimbo = false;
      if (host.observed) {
        host.listener.limbo(host.now, cpu.id, task.id, false);
      }
      queues.enqueue(task, false);
      preemptFor(task);
      return;
    }
    boolean queued = entity.onQueue;
    boolean sleeping = entity.delayed;
    if (queued) {
      queues.dequeueAsItIs(task);
      release(task);
    }
    task.group = group;
    task.cpu = cpu;
    if (host.observed) {
      host.listener.moved(host.now, task.id, group.id, cpu.id);
    }
    if (queued && !sleeping) {
      queues.enqueue(task, false);
      preemptFor(task);
    }
  }

  private static void switchInTree(Cpu cpu, @Nullable Task next) {
    FlatTree tree = cpu.flat;
    Entity previous = tree.current;
    tree.current = null;
    if (previous != null && previous.onQueue) {
      tree.insert(previous);
    }
    if (next != null) {
      tree.remove(next.flat);
      tree.current = next.flat;
      tree.reweight(next);
      next.flat.protectedUntil = next.flat.deadline;
    }
  }

  /** {@code set_next_task_fair} of Linux 7.3 looks at every level, also where nothing changes. */
  private boolean accountEveryLevel(Task next) {
    boolean throttled = false;
    for (CfsQueue queue = next.queue; queue != null; queue = queue.parent) {
      throttled |= bandwidth.account(queue, 0);
    }
    return throttled;
  }

  private int fillPath(Task next) {
    CfsQueue leaf = Objects.requireNonNull(next.queue);
    int depth = leaf.depth;
    path[depth] = next;
    Entity entity = next;
    for (int i = depth; i > 0; i--) {
      entity = Objects.requireNonNull(entity.queue);
      path[i - 1] = entity;
    }
    return depth;
  }

  /** {@code put_prev_entity} from the running task up to a queue. */
  private void putPrevious(CfsQueue queue) {
    Entity running = queue.current;
    if (running == null) {
      return;
    }
    if (running instanceof CfsQueue below) {
      putPrevious(below);
    }
    if (!atCharge) {
      bandwidth.check(queue);
    }
    queue.current = null;
    if (!flat && running.onQueue) {
      queue.insert(running);
    }
  }

  /** {@code set_next_entity} on the levels that change. */
  private boolean setNext(CfsQueue from, int first, int depth) {
    boolean throttled = false;
    CfsQueue queue = from;
    for (int level = first; level <= depth; level++) {
      Entity entity = path[level];
      if (!flat) {
        if (entity.onQueue) {
          queue.remove(entity);
        }
        entity.protectedUntil = entity.deadline;
      }
      queue.current = entity;
      if (atCharge && !flat) {
        throttled |= bandwidth.account(queue, 0);
      }
      if (level < depth) {
        queue = (CfsQueue) entity;
      }
    }
    return throttled;
  }

  long nextTickAfter(long time) {
    long tick = host.machine.tickNs();
    long phase = host.machine.tickPhaseNs();
    return phase + (Math.floorDiv(time - phase, tick) + 1) * tick;
  }

  /** {@code task_tick_fair}. */
  void tick(Cpu cpu) {
    queues.charge(cpu);
    long tick = host.machine.tickNs();
    long next = host.timers.exactTicks() ? cpu.nextTick + tick : nextTickAfter(host.now);
    cpu.nextTick = host.timers.ticked(cpu.id, next);
    if (cpu.current != null) {
      cpu.current.burst += host.machine.overhead().tickNs();
      queues.updateWeights(cpu.current);
      if (host.observed) {
        host.listener.ticked(host.now, cpu.id, cpu.current.id);
      }
    }
    balancer.tick(cpu, next - tick);
  }

  /** The slice timer: every level is rescheduled. */
  void sliceEnded(Cpu cpu) {
    cpu.sliceTimer = EventQueue.NEVER;
    queues.charge(cpu);
    if (cpu.current != null) {
      cpu.current.burst += host.machine.overhead().sliceTimerNs();
      if (host.observed) {
        host.listener.sliceEnded(host.now, cpu.id, cpu.current.id);
      }
    }
    cpu.needResched = true;
  }

  /** {@code try_to_wake_up}. */
  void wake(Task task) {
    task.state = Task.State.RUNNABLE;
    task.burst += host.machine.overhead().wakeNs();
    Entity entity = task;
    if (entity.onQueue && entity.delayed) {
      queues.requeueDelayed(task);
    } else {
      task.cpu = balancer.cpuForWakeup(task);
      queues.enqueue(task, false);
    }
    if (host.observed) {
      host.listener.woken(host.now, task.cpu.id, task.id);
    }
    preemptFor(task);
  }

  /** {@code wakeup_preempt_fair}: the woken task runs at once if it would be picked. */
  void preemptFor(Task task) {
    Cpu cpu = task.cpu;
    host.pend(cpu);
    Task running = cpu.current;
    if (running == null) {
      cpu.needResched = true;
      return;
    }
    if (cpu.needResched || cpu.mustSwitch || running == task) {
      return;
    }
    CfsQueue queue = Objects.requireNonNull(task.queue);
    if (group && queue.inThrottledHierarchy()) {
      return;
    }
    if (flat) {
      cpu.needResched = isPicked(cpu.flat, task.flat);
      return;
    }
    Entity woken = task;
    while (queue.current == null && queue.parent != null) {
      woken = queue;
      queue = queue.parent;
    }
    Entity current = queue.current;
    if (current == null || queue.runs(woken)) {
      return;
    }
    boolean currentIdle = idle(current);
    boolean wokenIdle = idle(woken);
    if (currentIdle != wokenIdle) {
      cpu.needResched = currentIdle;
      return;
    }
    if (isPicked(queue, woken)) {
      cpu.needResched = true;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very entity, not one like it
  private static boolean isPicked(EevdfQueue queue, Entity woken) {
    return queue.pick() == woken;
  }

  private static boolean idle(Entity entity) {
    return entity instanceof CfsQueue owned && owned.group.idle;
  }
}
