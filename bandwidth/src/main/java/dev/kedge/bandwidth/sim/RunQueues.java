package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Mechanism;
import org.jspecify.annotations.Nullable;

/**
 * Puts tasks on queues, takes them off and charges the one that runs.
 *
 * <p>Comments name the functions of {@code kernel/sched/fair.c} that do the same.
 */
final class RunQueues {
  final Bandwidth bandwidth;

  private final Host host;
  private final Weights weights;
  private final SliceTimer sliceTimer;
  private final boolean group;
  private final boolean flat;

  RunQueues(Host host, SliceTimer sliceTimer) {
    this.host = host;
    this.sliceTimer = sliceTimer;
    this.group = host.mechanism == Mechanism.GROUP;
    this.flat = host.mechanism == Mechanism.FLAT;
    this.weights = new Weights(flat);
    this.bandwidth = new Bandwidth(host, this);
  }

  /**
   * Lets the running task's program go on without the scheduler noticing: no kernel code runs when
   * a stretch of user mode ends.
   */
  void progress(Cpu cpu) {
    Task task = cpu.current;
    if (task == null) {
      return;
    }
    long delta = host.now - cpu.progressedUntil;
    cpu.progressedUntil = host.now;
    task.burst -= delta;
    if (!task.inKernel) {
      task.userNs += delta;
      task.group.userNs += delta;
    }
  }

  /** {@code update_curr} on every level of the running task (R1). */
  void charge(Cpu cpu) {
    Task task = cpu.current;
    if (task == null) {
      return;
    }
    progress(cpu);
    long delta = host.now - cpu.chargedUntil;
    if (delta <= 0) {
      return;
    }
    cpu.chargedUntil = host.now;
    cpu.busyNs += delta;
    task.cpuNs += delta;
    task.group.usageNs += delta;
    for (CfsQueue queue = task.queue; queue != null; queue = queue.parent) {
      Entity running = queue.current;
      if (running == null || !running.onQueue) {
        continue;
      }
      boolean done = !flat && queue.advance(running, delta);
      if (queue.limited) {
        bandwidth.account(queue, delta);
        if (host.observed) {
          host.listener.remaining(host.now, queue.group.id, cpu.id, queue.remaining);
        }
      }
      if (!flat && queue.queued > 1 && (done || running.vruntime >= running.protectedUntil)) {
        cpu.needResched = true;
      }
    }
    if (flat && task.flat.onQueue) {
      boolean done = cpu.flat.advance(task.flat, delta);
      if (cpu.flat.queued > 1 && (done || task.flat.vruntime >= task.flat.protectedUntil)) {
        cpu.needResched = true;
      }
    }
  }

  /** {@code enqueue_task_fair} for a task that wakes, is moved or, if initial, is new. */
  void enqueue(Task task, boolean initial) {
    enqueue(task, initial, false);
  }

  /** The same for a task that comes back from limbo. */
  void enqueueReturned(Task task) {
    enqueue(task, false, true);
  }

  private void enqueue(Task task, boolean initial, boolean returned) {
    Cpu cpu = task.cpu;
    charge(cpu);
    Entity entity = task;
    CfsQueue leaf = entity.queue;
    if (leaf == null || leaf.group != task.group || leaf.cpu != cpu) {
      leaf = host.queue(task.group, cpu);
      entity.queue = leaf;
    }
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
      enqueueEntity(queue, entity, first, returned);
      first = false;
      if (group && queue.throttled) {
        reached = false;
        break;
      }
      CfsQueue above = queue.parent;
      if (above == null) {
        break;
      }
      entity = queue;
      queue = above;
    }
    addTasks(leaf, 1);
    if (reached && !returned) {
      weights.update(queue);
    }
    if (flat) {
      cpu.flat.enqueue(task);
    }
    sliceTimer.update(cpu);
  }

  private void enqueueEntity(CfsQueue queue, Entity entity, boolean initial, boolean returned) {
    if (!returned && entity instanceof CfsQueue owned) {
      weights.updateOne(owned);
    }
    if (!flat) {
      queue.place(entity, initial);
    }
    queue.queued++;
    queue.load += entity.weight;
    if (returned) {
      Weights.syncReturned(queue);
    } else {
      Weights.sync(queue);
    }
    if (!flat && !queue.runs(entity)) {
      queue.insert(entity);
    }
    entity.onQueue = true;
    if (queue.queued == 1) {
      bandwidth.firstEnqueued(queue);
    }
  }

  private void requeueDelayed(CfsQueue queue, Entity entity) {
    queue.recordLag(entity);
    if (!queue.runs(entity)) {
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
      Entity entity = below;
      if (entity.onQueue) {
        if (entity.delayed) {
          requeueDelayed(queue, entity);
        }
        break;
      }
      enqueueEntity(queue, entity, false, true);
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
      Entity entity = below;
      if (!entity.onQueue) {
        return;
      }
      removeEntity(queue, entity, true, true);
      if (queue.load > 0 || queue.throttled) {
        weights.update(queue);
        return;
      }
      below = queue;
    }
  }

  /** {@code h_nr_queued} along the path; a group-throttled level hides what is below it. */
  private void addTasks(@Nullable CfsQueue from, int count) {
    if (from == null) {
      return;
    }
    if (group) {
      for (CfsQueue queue = from; queue != null; queue = queue.parent) {
        queue.tasksBelow += count;
        if (queue.throttled) {
          return;
        }
      }
    }
    host.load.add(from.cpu.id, count, host.now);
  }

  /**
   * Takes a task off because it sleeps ({@code DEQUEUE_SLEEP}).
   *
   * @return false when it stays queued until it is eligible
   */
  boolean dequeueSleeping(Task task) {
    charge(task.cpu);
    return dequeue(task, true, false);
  }

  /** Takes a task off to put it elsewhere. */
  void dequeueMoving(Task task) {
    charge(task.cpu);
    dequeue(task, false, false);
  }

  /** {@code throttle_cfs_rq_work}: true when the task left for limbo. */
  boolean leaveIfThrottled(Task task) {
    task.workPending = false;
    CfsQueue queue = task.queue;
    if (task.exiting || queue == null || !queue.inThrottledHierarchy()) {
      return false;
    }
    charge(task.cpu);
    dequeue(task, true, true);
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
    boolean isTask = first instanceof Task;
    if (flat && first instanceof Task task && leaveTree(task, sleeps, throttled)) {
      first.delayed = true;
      return false;
    }
    CfsQueue leaf = first.queue;
    CfsQueue queue = leaf;
    boolean removed = true;
    while (queue != null) {
      if (!flat && sleep && !throttled && !entity.delayed && queue.keepsAhead(entity)) {
        queue.recordLag(entity);
        entity.delayed = true;
        removed = false;
        break;
      }
      removeEntity(queue, entity, sleep, throttled);
      if (queue.load > 0 || (group && queue.throttled)) {
        break;
      }
      entity = queue;
      queue = queue.parent;
      sleep = true;
      if (queue != null && !entity.onQueue) {
        queue = null;
      }
    }
    if (isTask && !removed && queue == leaf) {
      return false;
    }
    if (isTask) {
      addTasks(leaf, -1);
    }
    if (throttled && leaf != null) {
      bandwidth.clocks.taskLeft(leaf);
    } else if (queue != null) {
      weights.update(queue);
    }
    return true;
  }

  /** {@code __dequeue_task} of Linux 7.3: true when the task stays, to be dequeued later. */
  private static boolean leaveTree(Task task, boolean sleep, boolean throttled) {
    Entity entity = task.flat;
    FlatTree tree = task.cpu.flat;
    tree.recordLag(entity);
    if (sleep && !throttled && !entity.delayed && !tree.eligible(entity)) {
      entity.delayed = true;
      return true;
    }
    tree.dequeue(task, sleep);
    return false;
  }

  private void removeEntity(CfsQueue queue, Entity entity, boolean sleep, boolean throttled) {
    if (!flat) {
      queue.recordLag(entity);
      if (!sleep) {
        entity.deadline -= entity.vruntime;
        entity.relativeDeadline = true;
      }
      if (!queue.runs(entity)) {
        queue.remove(entity);
      }
    }
    entity.onQueue = false;
    entity.delayed = false;
    queue.queued--;
    queue.load -= entity.weight;
    if (!throttled) {
      Weights.sync(queue);
    }
    if (queue.queued == 0) {
      bandwidth.ranEmpty(queue);
    }
  }

  /** Weights on the path of a running task, at its tick. */
  void updateWeights(Task task) {
    if (task.queue != null) {
      weights.update(task.queue);
      if (flat) {
        task.cpu.flat.reweight(task);
      }
    }
  }

  /** Wakes a task that was left queued when it slept. */
  void requeueDelayed(Task task) {
    charge(task.cpu);
    Entity entity = task;
    if (flat) {
      entity.delayed = false;
      task.cpu.flat.requeueDelayed(task.flat);
    } else if (entity.queue != null) {
      requeueDelayed(entity.queue, entity);
    }
  }

  /** Dequeues what was left queued until it would be picked. */
  void dequeueDelayed(Entity entity) {
    dequeue(entity, true, false);
  }

  /** Takes a task off, asleep or not, to put it elsewhere. */
  void dequeueAsItIs(Task task) {
    charge(task.cpu);
    dequeue(task, task.delayed, false);
  }
}
