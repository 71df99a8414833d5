package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import java.util.ArrayDeque;
import java.util.List;

/** Runs the programs of tasks between their bursts of CPU time. */
final class Interpreter implements LockState.Sleepers {
  /** A task that does more steps than this in one instant does not let time pass. */
  private static final int MAX_STEPS_AT_ONCE = 100_000;

  /** What a workload does when one of its tasks forks. */
  interface Forks {
    void fork(Task parent, int workload);
  }

  /** Tasks that await an event, and whether it was signalled with none waiting. */
  private static final class EventState {
    final ArrayDeque<Task> waiters = new ArrayDeque<>();
    boolean signalled;
  }

  private final Host host;
  private final Scheduler scheduler;
  private final Rcu rcu;
  private final List<LockState> locks;
  private final List<OperationLog> operations;
  private final EventState[] events;
  private final Forks forks;

  Interpreter(
      Host host,
      Scheduler scheduler,
      Rcu rcu,
      List<LockState> locks,
      List<OperationLog> operations,
      int events,
      Forks forks) {
    this.host = host;
    this.scheduler = scheduler;
    this.rcu = rcu;
    this.locks = locks;
    this.operations = operations;
    this.events = new EventState[events];
    for (int i = 0; i < events; i++) {
      this.events[i] = new EventState();
    }
    this.forks = forks;
  }

  /** Does the next step of the running task. */
  void step(Cpu cpu, Task task) {
    guardProgress(task);
    task.preemption = Preemption.FULL;
    Op op = task.program.ops().get(task.counter);
    switch (op) {
      case Op.Run run -> burst(task, run.time());
      case Op.Kernel kernel -> {
        task.preemption = kernel.preemption();
        burst(task, kernel.time());
      }
      case Op.Enter _ -> enter(cpu, task);
      case Op.Leave _ -> leave(cpu, task);
      case Op.Sleep sleep -> sleepUntil(cpu, task, host.now + length(sleep.time()));
      case Op.Timer timer -> timer(cpu, task, timer);
      case Op.Acquire acquire -> acquire(cpu, task, acquire);
      case Op.Release release -> release(task, release.lock());
      case Op.SynchronizeRcu _ -> {
        task.counter++;
        block(cpu, task, -1);
        rcu.afterGracePeriod(() -> scheduler.wake(task));
      }
      case Op.LoopStart loop -> {
        task.registers[loop.register()] = loop.times();
        task.counter++;
      }
      case Op.LoopEnd loop -> loopEnd(task, loop);
      case Op.NextJob job -> nextJob(cpu, task, job);
      case Op.JobDone job -> jobDone(task, job);
      case Op.Begin begin -> begin(task, begin);
      case Op.End end -> end(task, end);
      case Op.Fork fork -> {
        task.counter++;
        forks.fork(task, fork.workload());
      }
      case Op.MoveTo move -> {
        task.counter++;
        relocate(task, host.groups.get(move.group()), task.cpu);
      }
      case Op.SetAffinity affinity -> {
        task.counter++;
        task.cpus = affinity.cpus();
        if (!task.cpus.contains(cpu.id)) {
          relocate(task, task.group, scheduler.balancer.cpuForWakeup(task));
        }
      }
      case Op.Await await -> await(cpu, task, events[await.event()]);
      case Op.Signal signal -> signal(task, events[signal.event()]);
      case Op.Exit _ -> exit(cpu, task);
    }
  }

  private void guardProgress(Task task) {
    if (task.stepsAt != host.now) {
      task.stepsAt = host.now;
      task.steps = 0;
    }
    if (++task.steps > MAX_STEPS_AT_ONCE) {
      throw new BandwidthException(
          "task '%s' does not let time pass: give its loop a run, kernel or sleep step"
              .formatted(task.name));
    }
  }

  private void burst(Task task, Span time) {
    task.burst = length(time);
    task.counter++;
  }

  private long length(Span span) {
    return switch (span) {
      case Span.Fixed fixed -> fixed.ns();
      case Span.Uniform uniform -> host.random.nextLong(uniform.minNs(), uniform.maxNs() + 1);
      case Span.Exponential exponential ->
          Math.min(
              10 * exponential.meanNs(),
              (long) (-Math.log(1 - host.random.nextDouble()) * exponential.meanNs()));
    };
  }

  private void enter(Cpu cpu, Task task) {
    task.inKernel = true;
    task.counter++;
    if (host.observed) {
      host.listener.mode(host.now, cpu.id, task.id, true);
    }
  }

  private void leave(Cpu cpu, Task task) {
    task.counter++;
    if (task.killed) {
      exit(cpu, task);
      return;
    }
    if (task.kernelThread) {
      return;
    }
    task.inKernel = false;
    if (host.observed) {
      host.listener.mode(host.now, cpu.id, task.id, false);
    }
  }

  private void sleepUntil(Cpu cpu, Task task, long time) {
    task.counter++;
    if (time > host.now) {
      block(cpu, task, -1);
      host.events.schedule(task.source, host.timers.served(cpu.id, time));
    }
  }

  /** Puts the running task to sleep. */
  private void block(Cpu cpu, Task task, int lock) {
    task.state = lock >= 0 ? Task.State.WAITING_FOR_LOCK : Task.State.ASLEEP;
    scheduler.queues.dequeueSleeping(task);
    cpu.mustSwitch = true;
    if (host.observed) {
      host.listener.blocked(host.now, task.id, lock);
    }
  }

  private void timer(Cpu cpu, Task task, Op.Timer timer) {
    long next = task.registers[timer.register()];
    long due = next == 0 ? host.now + timer.periodNs() : next;
    task.registers[timer.register()] = due + timer.periodNs();
    sleepUntil(cpu, task, due);
  }

  private void acquire(Cpu cpu, Task task, Op.Acquire op) {
    LockState lock = locks.get(op.lock());
    task.waitingToWrite = op.write();
    boolean waited = task.waitingFor == lock;
    boolean held = task.lockGranted || lock.acquire(task, op.write());
    if (!held) {
      if (!waited) {
        task.waitingSince = host.now;
      }
      task.waitingFor = lock;
      block(cpu, task, lock.id);
      return;
    }
    if (waited) {
      task.blockedNs += host.now - task.waitingSince;
    }
    task.lockGranted = false;
    task.waitingFor = null;
    task.lockedSince = host.now;
    task.counter++;
    if (host.observed) {
      host.listener.acquired(host.now, task.id, lock.id);
    }
  }

  private void release(Task task, int id) {
    task.counter++;
    task.longestHoldNs = Math.max(task.longestHoldNs, host.now - task.lockedSince);
    if (host.observed) {
      host.listener.released(host.now, task.id, id);
    }
    locks.get(id).release(task);
  }

  private static void loopEnd(Task task, Op.LoopEnd loop) {
    long left = task.registers[loop.register()];
    if (left < 0 || --task.registers[loop.register()] > 0) {
      task.counter = loop.target();
    } else {
      task.counter++;
    }
  }

  private void nextJob(Cpu cpu, Task task, Op.NextJob job) {
    long[] registers = task.registers;
    int count = job.register();
    if (registers[count] == 0) {
      registers[count + 1] = task.startedAt + job.phaseNs();
    }
    long release = registers[count + 1] + registers[count] * job.periodNs();
    registers[count]++;
    registers[count + 2] = task.blockedNs;
    sleepUntil(cpu, task, release);
  }

  private void jobDone(Task task, Op.JobDone job) {
    long[] registers = task.registers;
    long release = registers[job.register() + 1] + (registers[job.register()] - 1) * job.periodNs();
    measured(task, job.operation(), host.now - release, registers[job.register() + 2]);
    task.counter = job.target();
  }

  private void begin(Task task, Op.Begin begin) {
    task.registers[begin.register()] = host.now + 1;
    task.registers[begin.register() + 2] = task.blockedNs;
    operations.get(begin.operation()).begun++;
    task.counter++;
  }

  private void end(Task task, Op.End end) {
    long started = task.registers[end.register()] - 1;
    task.registers[end.register()] = 0;
    measured(task, end.operation(), host.now - started, task.registers[end.register() + 2]);
    task.counter++;
  }

  private void measured(Task task, int operation, long ns, long blockedBefore) {
    OperationLog log = operations.get(operation);
    log.record(ns);
    log.blockedNs += task.blockedNs - blockedBefore;
    if (host.observed) {
      host.listener.measured(host.now, task.id, operation, ns);
    }
  }

  private void await(Cpu cpu, Task task, EventState event) {
    task.counter++;
    if (event.signalled) {
      event.signalled = false;
    } else {
      event.waiters.add(task);
      block(cpu, task, -1);
    }
  }

  private void signal(Task task, EventState event) {
    task.counter++;
    Task waiter = event.waiters.poll();
    if (waiter == null) {
      event.signalled = true;
    } else if (waiter.state == Task.State.ASLEEP) {
      scheduler.wake(waiter);
    }
  }

  /** Moves a task; one that runs goes through a reschedule. */
  void relocate(Task task, TaskGroup group, Cpu cpu) {
    task.group.tasks--;
    group.tasks++;
    Cpu target =
        scheduler.balancer.allowed(task, cpu) ? cpu : scheduler.balancer.cpuForWakeup(task);
    scheduler.relocate(task, group, target);
  }

  /** Ends a task: at once unless it runs or waits in the kernel. */
  void kill(Task task) {
    if (task.state == Task.State.EXITED) {
      return;
    }
    task.killed = true;
    task.exiting = true;
    if (task.inLimbo && task.queue != null) {
      task.queue.removeLimbo(task);
      task.inLimbo = false;
      gone(task);
    } else if (task.state == Task.State.ASLEEP) {
      host.events.schedule(task.source, EventQueue.NEVER);
      scheduler.wake(task);
    } else if (task.state == Task.State.RUNNABLE && !task.inKernel) {
      scheduler.queues.dequeueMoving(task);
      scheduler.release(task);
      gone(task);
    }
  }

  private void exit(Cpu cpu, Task task) {
    task.exiting = true;
    scheduler.queues.dequeueMoving(task);
    cpu.mustSwitch = true;
    gone(task);
  }

  private void gone(Task task) {
    task.state = Task.State.EXITED;
    task.burst = 0;
    task.group.tasks--;
    if (host.observed) {
      host.listener.exited(host.now, task.id);
    }
  }

  @Override
  public long now() {
    return host.now;
  }

  @Override
  public void grant(Task task, LockState lock) {
    if (task.waitingFor == lock) {
      // A waiter that was woken to compete for the lock may not have run yet.
      task.lockGranted = true;
      wake(task);
    }
  }

  @Override
  public void wake(Task task) {
    if (task.state == Task.State.WAITING_FOR_LOCK) {
      scheduler.wake(task);
    }
  }

  @Override
  public void afterGracePeriod(Runnable callback) {
    rcu.afterGracePeriod(callback);
  }
}
