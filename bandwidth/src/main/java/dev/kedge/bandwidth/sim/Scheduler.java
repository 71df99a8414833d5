package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import org.jspecify.annotations.Nullable;

/**
 * Puts tasks on queues, picks the next and switches to it.
 *
 * <p>Method names follow {@code kernel/sched/fair.c} where the kernel has the same step.
 */
final class Scheduler {
  /** Deepest nesting of groups. */
  static final int MAX_DEPTH = 32;

  /** {@code hrtick_start} takes nothing shorter. */
  private static final long MIN_SLICE_TIMER_NS = 10_000;

  final Bandwidth bandwidth;
  final Balancer balancer;

  private final Host host;
  private final boolean group;
  private final boolean atCharge;
  private final Entity[] path = new Entity[MAX_DEPTH + 1];

  Scheduler(Host host) {
    this.host = host;
    this.group = host.mechanism == Mechanism.GROUP;
    this.atCharge = host.mechanism == Mechanism.TASK_AT_CHARGE || host.mechanism == Mechanism.FLAT;
    this.bandwidth = new Bandwidth(host, this);
    this.balancer = new Balancer(host, this);
  }

  /** {@code update_curr} on every level of the running task (R1). */
  void charge(Cpu cpu) {
    Task task = cpu.current;
    if (task == null) {
      return;
    }
    long delta = host.now - cpu.chargedUntil;
    if (delta <= 0) {
      return;
    }
    cpu.chargedUntil = host.now;
    cpu.busyNs += delta;
    task.cpuNs += delta;
    task.burst -= delta;
    TaskGroup owner = task.group;
    owner.usageNs += delta;
    if (!task.inKernel) {
      task.userNs += delta;
      owner.userNs += delta;
    }
    for (CfsQueue queue = task.entity.queue; queue != null; queue = queue.parent) {
      Entity running = queue.current;
      if (running == null || !running.onQueue) {
        continue;
      }
      boolean done = queue.advance(running, delta);
      if (queue.limited) {
        bandwidth.account(queue, delta);
        if (host.observed) {
          host.listener.remaining(host.now, queue.group.id, cpu.id, queue.remaining);
        }
      }
      if (queue.queued > 1 && (done || running.vruntime >= running.protectedUntil)) {
        cpu.needResched = true;
      }
    }
  }

  /** {@code enqueue_task_fair}. */
  void enqueue(Task task, boolean initial) {
    Cpu cpu = task.cpu;
    charge(cpu);
    CfsQueue leaf = host.queue(task.group, cpu);
    Entity entity = task.entity;
    entity.queue = leaf;
    CfsQueue queue = leaf;
    boolean first = initial;
    boolean reached = true;
    while (true) {
      if (entity.onQueue) {
        if (entity.delayed) {
          requeueDelayed(queue, entity);
        }
        break;
      }
      enqueueEntity(queue, entity, first);
      first = false;
      if (group && queue.throttled) {
        reached = false;
        break;
      }
      CfsQueue above = queue.parent;
      if (above == null) {
        break;
      }
      entity = queue.entity;
      queue = above;
    }
    addTasks(leaf, 1);
    if (reached) {
      updateWeights(queue);
    }
    updateSliceTimer(cpu);
  }

  private void enqueueEntity(CfsQueue queue, Entity entity, boolean initial) {
    updateWeight(entity);
    queue.place(entity, initial);
    queue.queued++;
    queue.load += entity.weight;
    syncLoad(queue);
    if (entity != queue.current) {
      queue.insert(entity);
    }
    entity.onQueue = true;
    if (queue.queued == 1) {
      bandwidth.firstEnqueued(queue);
    }
  }

  private void requeueDelayed(CfsQueue queue, Entity entity) {
    queue.recordLag(entity);
    if (entity != queue.current) {
      queue.remove(entity);
      queue.queued--;
      queue.place(entity, false);
      queue.queued++;
      queue.insert(entity);
    }
    entity.delayed = false;
  }

  /**
   * A group throttle ends: its entity goes back to the parent's queue ({@code unthrottle_cfs_rq}).
   */
  void enqueueGroup(CfsQueue owned) {
    charge(owned.cpu);
    CfsQueue below = owned;
    while (below.parent != null) {
      CfsQueue queue = below.parent;
      Entity entity = below.entity;
      if (entity.onQueue) {
        if (entity.delayed) {
          requeueDelayed(queue, entity);
        }
        break;
      }
      enqueueEntity(queue, entity, false);
      if (queue.throttled) {
        break;
      }
      below = queue;
    }
    addTasks(owned.parent, owned.tasksBelow);
  }

  /** A group throttle begins: its entity leaves, with the ancestors that become empty. */
  void dequeueGroup(CfsQueue owned) {
    addTasks(owned.parent, -owned.tasksBelow);
    CfsQueue below = owned;
    while (below.parent != null) {
      CfsQueue queue = below.parent;
      Entity entity = below.entity;
      if (!entity.onQueue) {
        return;
      }
      removeEntity(queue, entity, true, true);
      if (queue.load > 0 || queue.throttled) {
        updateWeights(queue);
        return;
      }
      below = queue;
    }
  }

  /** {@code h_nr_queued} along the path; a group-throttled level hides what is below it. */
  private void addTasks(@Nullable CfsQueue from, int count) {
    for (CfsQueue queue = from; queue != null; queue = queue.parent) {
      queue.tasksBelow += count;
      if (group && queue.throttled) {
        return;
      }
    }
  }

  /**
   * Takes a task off because it sleeps ({@code DEQUEUE_SLEEP}).
   *
   * @return false when it stays queued until it is eligible
   */
  boolean dequeueSleeping(Task task) {
    charge(task.cpu);
    return dequeue(task.entity, true, false);
  }

  /** Takes a task off to put it elsewhere. */
  void dequeueMoving(Task task) {
    charge(task.cpu);
    dequeue(task.entity, false, false);
  }

  /** {@code throttle_cfs_rq_work}: true when the task left for limbo. */
  boolean leaveIfThrottled(Task task) {
    task.workPending = false;
    CfsQueue queue = task.entity.queue;
    if (task.exiting || queue == null || queue.throttleCount == 0) {
      return false;
    }
    charge(task.cpu);
    dequeue(task.entity, true, true);
    queue.addLimbo(task);
    task.inLimbo = true;
    task.cpu.mustSwitch = true;
    if (host.observed) {
      host.listener.limbo(host.now, task.cpu.id, task.id, true);
    }
    return true;
  }

  private boolean dequeue(Entity first, boolean sleeps, boolean throttled) {
    Entity entity = first;
    boolean sleep = sleeps;
    boolean isTask = first.task != null;
    CfsQueue leaf = first.queue;
    CfsQueue queue = leaf;
    boolean removed = true;
    while (queue != null) {
      if (sleep && !throttled && !entity.delayed && !queue.eligible(entity)) {
        queue.recordLag(entity);
        entity.delayed = true;
        removed = false;
        break;
      }
      removeEntity(queue, entity, sleep, throttled);
      if (throttled) {
        bandwidth.taskLeft(queue);
      }
      if (queue.load > 0 || (group && queue.throttled)) {
        break;
      }
      entity = queue.entity;
      queue = queue.parent;
      sleep = true;
      if (queue != null && !entity.onQueue) {
        queue = null;
      }
    }
    if (isTask && !removed && entity == first) {
      return false;
    }
    if (isTask) {
      addTasks(leaf, -1);
    }
    if (queue != null) {
      updateWeights(queue);
      if (throttled) {
        for (CfsQueue above = queue.parent; above != null; above = above.parent) {
          bandwidth.taskLeft(above);
        }
      }
    }
    return true;
  }

  private void removeEntity(CfsQueue queue, Entity entity, boolean sleep, boolean throttled) {
    queue.recordLag(entity);
    if (!sleep) {
      entity.deadline -= entity.vruntime;
      entity.relativeDeadline = true;
    }
    if (entity != queue.current) {
      queue.remove(entity);
    }
    entity.onQueue = false;
    entity.delayed = false;
    queue.queued--;
    queue.load -= entity.weight;
    if (!throttled) {
      syncLoad(queue);
    }
    if (queue.queued == 0) {
      bandwidth.ranEmpty(queue);
    }
  }

  /** A throttled queue keeps its share of the group's weight, as its stopped PELT clock does. */
  private static void syncLoad(CfsQueue queue) {
    queue.group.load += queue.load - queue.contribution;
    queue.contribution = queue.load;
  }

  /** {@code update_cfs_group} on the way up. */
  private void updateWeights(CfsQueue from) {
    for (CfsQueue queue = from; queue.parent != null; queue = queue.parent) {
      updateWeight(queue.entity);
    }
  }

  /** {@code calc_group_shares}, with the queued weights of this moment as the load. */
  private void updateWeight(Entity entity) {
    CfsQueue owned = entity.own;
    if (owned == null || owned.parent == null || owned.load == 0) {
      return;
    }
    TaskGroup owner = owned.group;
    int weight;
    if (owner.idle) {
      weight = TaskGroup.IDLE_WEIGHT;
    } else {
      long total = owner.load - owned.contribution + owned.load;
      weight = Math.clamp(owner.shares * owned.load / total, 2, owner.shares);
    }
    if (weight != entity.weight) {
      owned.parent.reweight(entity, weight);
    }
  }

  /**
   * Chooses and switches; leaves the CPU with a task that may run, or idle ({@code __schedule}).
   */
  void schedule(Cpu cpu) {
    charge(cpu);
    cpu.needResched = false;
    Task next = pick(cpu);
    if (next == null && cpu.online && balancer.pullWhenIdle(cpu)) {
      next = pick(cpu);
    }
    cpu.mustSwitch = false;
    switchTo(cpu, next);
  }

  private @Nullable Task pick(Cpu cpu) {
    CfsQueue queue = host.rootQueue(cpu);
    boolean throttled = false;
    while (true) {
      if (!atCharge && bandwidth.check(queue)) {
        if (group) {
          queue = host.rootQueue(cpu);
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
        dequeue(entity, true, false);
        queue = host.rootQueue(cpu);
        throttled = false;
        continue;
      }
      if (entity.task != null) {
        if (throttled) {
          bandwidth.setUpWork(entity.task);
        }
        return entity.task;
      }
      queue = host.queue(java.util.Objects.requireNonNull(entity.own).group, cpu);
    }
  }

  private void switchTo(Cpu cpu, @Nullable Task next) {
    Task previous = cpu.current;
    int depth = -1;
    if (next != null) {
      depth = fillPath(next);
    }
    CfsQueue queue = host.rootQueue(cpu);
    int level = 0;
    while (level <= depth && queue.current == path[level] && level < depth) {
      queue = host.queue(java.util.Objects.requireNonNull(path[level].own).group, cpu);
      level++;
    }
    if (level <= depth && queue.current == path[level]) {
      return;
    }
    putPrevious(queue);
    boolean throttled = false;
    if (next != null) {
      throttled = setNext(cpu, queue, level, depth);
    }
    if (previous != null) {
      previous.lastRan = host.now;
    }
    boolean wasIdle = previous == null;
    cpu.current = next;
    cpu.chargedUntil = host.now;
    cpu.sliceTimer = EventQueue.NEVER;
    if (next == null) {
      cpu.nextTick = EventQueue.NEVER;
    } else {
      if (wasIdle) {
        cpu.nextTick = nextTickAfter(host.now);
      }
      if (throttled) {
        bandwidth.setUpWork(next);
      }
      updateSliceTimer(cpu);
    }
    if (host.observed) {
      host.listener.switched(host.now, cpu.id, next == null ? SimulationListener.IDLE : next.id);
    }
  }

  /** Takes a running task off its CPU, so that it can be put on another queue. */
  void release(Task task) {
    Cpu cpu = task.cpu;
    if (cpu.current == task) {
      putPrevious(host.rootQueue(cpu));
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
    Entity entity = task.entity;
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
      if (to.throttleCount > 0) {
        to.addLimbo(task);
        return;
      }
      task.inLimbo = false;
      enqueue(task, false);
      preemptFor(task);
      return;
    }
    boolean queued = entity.onQueue;
    boolean sleeping = entity.delayed;
    if (queued) {
      charge(task.cpu);
      dequeue(entity, sleeping, false);
      release(task);
    }
    task.group = group;
    task.cpu = cpu;
    if (host.observed) {
      host.listener.moved(host.now, task.id, group.id, cpu.id);
    }
    if (queued && !sleeping) {
      enqueue(task, false);
      preemptFor(task);
    }
  }

  private int fillPath(Task next) {
    CfsQueue leaf = java.util.Objects.requireNonNull(next.entity.queue);
    int depth = leaf.depth;
    path[depth] = next.entity;
    CfsQueue queue = leaf;
    for (int i = depth - 1; i >= 0; i--) {
      path[i] = queue.entity;
      queue = java.util.Objects.requireNonNull(queue.parent);
    }
    return depth;
  }

  /** {@code put_prev_entity} from the running task up to a queue. */
  private void putPrevious(CfsQueue queue) {
    Entity running = queue.current;
    if (running == null) {
      return;
    }
    if (running.own != null) {
      putPrevious(running.own);
    }
    if (!atCharge) {
      bandwidth.check(queue);
    }
    queue.current = null;
    if (running.onQueue) {
      queue.insert(running);
    }
  }

  /** {@code set_next_entity} on the levels that change. */
  private boolean setNext(Cpu cpu, CfsQueue from, int first, int depth) {
    boolean throttled = false;
    CfsQueue queue = from;
    for (int level = first; level <= depth; level++) {
      Entity entity = path[level];
      if (entity.onQueue) {
        queue.remove(entity);
      }
      queue.current = entity;
      entity.protectedUntil = entity.deadline;
      if (atCharge) {
        throttled |= bandwidth.account(queue, 0);
      }
      if (level < depth) {
        queue = host.queue(java.util.Objects.requireNonNull(entity.own).group, cpu);
      }
    }
    return throttled;
  }

  long nextTickAfter(long time) {
    long tick = host.machine.tickNs();
    long phase = host.machine.tickPhaseNs();
    return phase + (Math.floorDiv(time - phase, tick) + 1) * tick;
  }

  /** {@code hrtick_start_fair}: the slice of the running task ends by a timer of its own. */
  private void updateSliceTimer(Cpu cpu) {
    Task task = cpu.current;
    if (!host.kernel.hrtick()
        || task == null
        || cpu.sliceTimer != EventQueue.NEVER
        || host.rootQueue(cpu).tasksBelow <= 1) {
      return;
    }
    Entity entity = task.entity;
    long left = (entity.deadline - entity.vruntime) * entity.weight / Entity.NICE_0_WEIGHT;
    if (left < 0) {
      cpu.needResched = true;
    } else {
      cpu.sliceTimer = cpu.chargedUntil + Math.max(MIN_SLICE_TIMER_NS, left);
      host.pend(cpu);
    }
  }

  /** {@code task_tick_fair}. */
  void tick(Cpu cpu) {
    charge(cpu);
    cpu.nextTick += host.machine.tickNs();
    Task task = cpu.current;
    if (task != null && task.entity.queue != null) {
      updateWeights(task.entity.queue);
    }
    balancer.tick(cpu);
  }

  /** The slice timer: every level is rescheduled. */
  void sliceEnded(Cpu cpu) {
    cpu.sliceTimer = EventQueue.NEVER;
    charge(cpu);
    cpu.needResched = true;
  }

  /** {@code try_to_wake_up}. */
  void wake(Task task) {
    task.state = Task.State.RUNNABLE;
    Entity entity = task.entity;
    if (entity.onQueue && entity.delayed && entity.queue != null) {
      charge(task.cpu);
      requeueDelayed(entity.queue, entity);
    } else {
      task.cpu = balancer.cpuForWakeup(task);
      enqueue(task, false);
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
    CfsQueue queue = java.util.Objects.requireNonNull(task.entity.queue);
    if (group && queue.throttleCount > 0) {
      return;
    }
    Entity woken = task.entity;
    while (queue.current == null && queue.parent != null) {
      woken = queue.entity;
      queue = queue.parent;
    }
    Entity current = queue.current;
    if (current == null || current == woken) {
      return;
    }
    boolean currentIdle = idle(current);
    boolean wokenIdle = idle(woken);
    if (currentIdle != wokenIdle) {
      cpu.needResched = currentIdle;
      return;
    }
    if (queue.pick() == woken) {
      cpu.needResched = true;
    }
  }

  private static boolean idle(Entity entity) {
    return entity.own != null && entity.own.group.idle;
  }
}
