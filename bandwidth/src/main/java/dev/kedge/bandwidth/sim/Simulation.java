package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one scenario.
 *
 * <p>Time moves from event to event: ticks and slices of CPUs that have work, ends of bursts and
 * sleeps, period and slack timers. What happens in one instant on several CPUs is settled CPU by
 * CPU before time moves on. Ids of groups, tasks, locks and operations count from 0 in the
 * scenario's order; group 0 is the root.
 *
 * <p>Not thread-safe; deterministic for the scenario's seed.
 */
public final class Simulation {
  private static final int MAX_REPORTED_TASKS = 100_000;

  private final Scenario scenario;
  private final Host host;
  private final Scheduler scheduler;
  private final Interpreter interpreter;
  private final Rcu rcu;
  private final Names locks = new Names("lock");
  private final Names groups = new Names("group");
  private final Names operations = new Names("operation");
  private final List<OperationLog> logs = new ArrayList<>();
  private final Script script;
  private final PressureTracker pressure;
  private boolean pressureTracked;
  private long handled;

  private Simulation(Scenario scenario, SimulationListener listener) {
    this.scenario = scenario;
    this.host = new Host(scenario.kernel(), scenario.machine(), listener, scenario.seed());
    this.scheduler = new Scheduler(host, scenario.seed());
    this.pressure = new PressureTracker(host);
    this.rcu = new Rcu(host);
    int scriptSource = host.addSource(new EventSource.Script());
    groups.add("/");
    scenario.groups().forEach(this::createGroup);
    Names events = new Names("event");
    List<LockState> states = new ArrayList<>();
    Workloads workloads = new Workloads(host, scheduler, scenario.workloads(), compile(events));
    this.interpreter =
        new Interpreter(host, scheduler, rcu, states, logs, events.size(), workloads);
    this.script =
        new Script(
            host,
            scheduler,
            interpreter,
            groups,
            workloads.tasksByName(),
            scenario.events(),
            scriptSource);
    for (Lock lock : scenario.locks()) {
      states.add(lockState(lock, states.size()));
    }
    for (int i = 0; i < operations.size(); i++) {
      logs.add(new OperationLog(operations.name(i)));
    }
    workloads.start(groups);
    script.schedule();
  }

  /**
   * Prepares a run; nothing has happened yet at time 0.
   *
   * @throws BandwidthException when the scenario names something that is not there
   */
  public static Simulation of(Scenario scenario, SimulationListener listener) {
    return new Simulation(scenario, listener);
  }

  /** Runs a scenario to its end. */
  public static SimulationResult run(Scenario scenario) {
    Simulation simulation = of(scenario, SimulationListener.NONE);
    simulation.runUntil(scenario.durationNs());
    return simulation.result();
  }

  private List<Program> compile(Names events) {
    Names workloads = new Names("workload");
    for (Lock lock : scenario.locks()) {
      if (locks.find(lock.name()).isPresent()) {
        throw new BandwidthException("two locks are called '%s'".formatted(lock.name()));
      }
      locks.add(lock.name());
    }
    for (Workload workload : scenario.workloads()) {
      if (workloads.find(workload.name()).isPresent()) {
        throw new BandwidthException("two workloads are called '%s'".formatted(workload.name()));
      }
      workloads.add(workload.name());
    }
    ProgramCompiler compiler = new ProgramCompiler(locks, groups, workloads, operations, events);
    return scenario.workloads().stream().map(compiler::compile).toList();
  }

  private LockState lockState(Lock lock, int id) {
    return switch (lock.kind()) {
      case LockKind.MUTEX -> new LockState.Mutex(id, interpreter);
      case LockKind.RWSEM -> new LockState.RwSemaphore(id, interpreter);
      case LockKind.PERCPU_RWSEM -> new LockState.PercpuRwSemaphore(id, interpreter);
      case LockKind.RCU -> new LockState.RcuReadSide(id, interpreter, rcu);
    };
  }

  /** Nanoseconds since the start. */
  public long now() {
    return host.now;
  }

  /**
   * Handles everything up to and including {@code timeNs}.
   *
   * <p>What happens in one instant is handled before any CPU reschedules: the tasks whose timers
   * expire together are all queued when the interrupt returns.
   */
  public void runUntil(long timeNs) {
    while (host.events.earliest() <= timeNs) {
      host.now = host.events.earliest();
      do {
        handled++;
        handle(host.source(host.events.take()));
      } while (host.events.earliest() <= host.now);
      settle();
    }
    host.now = Math.max(host.now, timeNs);
  }

  private void handle(EventSource source) {
    switch (source) {
      case EventSource.CpuClock clock -> tickOrSlice(clock.cpu());
      case EventSource.PeriodTimer timer -> scheduler.bandwidth.timers.periodFired(timer.group());
      case EventSource.SlackTimer timer -> scheduler.bandwidth.timers.slackFired(timer.group());
      case EventSource.TaskTimer timer -> wake(timer.task());
      case EventSource.GracePeriod _ -> rcu.complete();
      case EventSource.Script _ -> script.play();
    }
  }

  private void tickOrSlice(Cpu cpu) {
    if (host.now >= cpu.nextTick) {
      scheduler.tick(cpu);
    }
    if (host.now >= cpu.sliceTimer) {
      scheduler.sliceEnded(cpu);
    }
    scheduler.queues.progress(cpu);
    host.pend(cpu);
  }

  private void wake(Task task) {
    if (task.startedAt == host.now && task.cpuNs == 0) {
      task.cpu = scheduler.balancer.cpuForFork(task);
    }
    scheduler.wake(task);
  }

  /** Serves interrupts and lets CPUs reschedule until nothing is left to do in this instant. */
  private void settle() {
    while (true) {
      Cpu interrupted = host.interrupts.poll();
      if (interrupted != null) {
        scheduler.bandwidth.timers.serve(interrupted);
        continue;
      }
      Cpu cpu = host.pending.poll();
      if (cpu == null) {
        return;
      }
      cpu.pending = false;
      settle(cpu);
    }
  }

  private void settle(Cpu cpu) {
    while (true) {
      Task task = cpu.current;
      if (cpu.mustSwitch || (cpu.needResched && (task == null || preemptible(task)))) {
        scheduler.schedule(cpu);
        continue;
      }
      if (task == null) {
        break;
      }
      if (task.workPending && !task.inKernel) {
        scheduler.queues.leaveIfThrottled(task);
        continue;
      }
      if (task.burst > 0) {
        break;
      }
      interpreter.step(cpu, task);
    }
    Task task = cpu.current;
    host.events.schedule(
        cpu.source,
        task == null
            ? EventQueue.NEVER
            : Math.min(Math.min(cpu.nextTick, cpu.sliceTimer), cpu.progressedUntil + task.burst));
  }

  private boolean preemptible(Task task) {
    if (!task.inKernel) {
      return true;
    }
    return switch (task.preemption) {
      case Preemption.DISABLED -> false;
      case Preemption.FULL -> host.kernel.preemptKernel();
      case Preemption.VOLUNTARY -> host.kernel.preemptKernel() || task.rcuDepth == 0;
    };
  }

  /** What has come of it so far; open intervals of throttling are not in the counters. */
  public SimulationResult result() {
    return Results.of(host, logs, MAX_REPORTED_TASKS, handled);
  }

  public String groupPath(int group) {
    return host.groups.get(group).path;
  }

  public String taskName(int task) {
    return host.tasks.get(task).name;
  }

  public String lockName(int lock) {
    return locks.name(lock);
  }

  public String operationName(int operation) {
    return operations.name(operation);
  }

  /** How many operations are measured; their ids count from 0. */
  public int operationCount() {
    return operations.size();
  }

  /** The group a task is in now. */
  public int groupOf(int task) {
    return host.tasks.get(task).group.id;
  }

  /**
   * The group's id; 0 is the root group.
   *
   * @throws BandwidthException when there is none of that path
   */
  public int group(String path) {
    return groups.require(path);
  }

  /** The {@code cpu.stat} values of a group. */
  public GroupCounters counters(int group) {
    return Results.counters(host, host.groups.get(group));
  }

  /** Runtime in the group's pool. */
  public long pool(int group) {
    return host.groups.get(group).pool.runtime;
  }

  /** Runtime of a group on one CPU ({@code runtime_remaining}); 0 where it has never run. */
  public long remaining(int group, int cpu) {
    CfsQueue queue = host.cpus[cpu].queue(host.groups.get(group));
    return queue == null ? 0 : queue.remaining;
  }

  /** Whether a group has had tasks on a CPU, so that it has a queue there. */
  public boolean hasQueue(int group, int cpu) {
    return host.cpus[cpu].queue(host.groups.get(group)) != null;
  }

  /** Runtime that refills have put into a group's pool so far, less what its cap took. */
  public long refilledNs(int group) {
    return host.groups.get(group).pool.refilledNs;
  }

  /** Runtime that expired with its period so far, on kernels whose slices expire. */
  public long expiredNs() {
    return host.expiredNs;
  }

  /**
   * Adds a group below an existing one.
   *
   * @throws BandwidthException when its parent is not there, or it is there already
   */
  public int createGroup(Group group) {
    String path = group.path();
    int slash = path.lastIndexOf('/');
    if (slash < 0 || path.length() < 2 || groups.find(path).isPresent()) {
      throw new BandwidthException(
          "group '%s' is there already, or is no path from the root".formatted(path));
    }
    TaskGroup parent = host.groups.get(group(slash == 0 ? "/" : path.substring(0, slash)));
    if (depth(parent) >= Scheduler.MAX_DEPTH - 1) {
      throw new BandwidthException(
          "group '%s' is nested deeper than %d".formatted(path, Scheduler.MAX_DEPTH));
    }
    TaskGroup added = host.addGroup(path, parent, group.shares());
    groups.add(path);
    added.idle = group.idle();
    added.pool.period = Machine.NS_PER_US * CpuLimit.DEFAULT_PERIOD_US;
    added.pool.timerExpires =
        group.timerOffsetNs().orElseGet(() -> host.random.nextLong(added.pool.period));
    if (!group.limit().equals(CpuLimit.NONE)) {
      setLimit(added.id, group.limit());
    }
    return added.id;
  }

  private static int depth(TaskGroup group) {
    int depth = 0;
    for (TaskGroup at = group; at.parent != null; at = at.parent) {
      depth++;
    }
    return depth;
  }

  /**
   * Removes a group.
   *
   * @throws BandwidthException when it has tasks or children
   */
  public void removeGroup(int group) {
    TaskGroup removed = host.groups.get(group);
    TaskGroup parent = removed.parent;
    boolean children = removed.children.stream().anyMatch(child -> !child.removed);
    if (parent == null || removed.tasks > 0 || children) {
      throw new BandwidthException(
          "group '%s' cannot be removed: it has tasks or children".formatted(removed.path));
    }
    setLimit(group, CpuLimit.NONE);
    host.removeGroup(removed);
    groups.remove(removed.path);
  }

  /** What writing the limit files does (R13). */
  public void setLimit(int group, CpuLimit limit) {
    scheduler.bandwidth.setLimit(host.groups.get(group), limit);
    settle();
  }

  public CpuLimit limit(int group) {
    return host.groups.get(group).limit;
  }

  public int shares(int group) {
    return host.groups.get(group).shares;
  }

  /**
   * What writing {@code cpu.shares} does; the queues take the weight over as they are next used.
   */
  public void setShares(int group, int shares) {
    host.groups.get(group).shares = shares;
  }

  /** What writing {@code cpu.idle} does. */
  public void setIdle(int group, boolean idle) {
    host.groups.get(group).idle = idle;
  }

  /** Has the {@code write} events of the scenario go to these files. */
  public void serveWrites(ControlFiles files) {
    script.serveWrites(files);
  }

  /** Moves a task by its name. */
  public void move(String task, int group) {
    script.move(script.task(task), host.groups.get(group));
    settle();
  }

  /** Names of the group's own tasks that have not exited. */
  public List<String> tasksOf(int group) {
    TaskGroup owner = host.groups.get(group);
    List<String> names = new ArrayList<>();
    for (Task task : host.tasks) {
      if (task.group == owner && task.state != Task.State.EXITED) {
        names.add(task.name);
      }
    }
    return names;
  }

  /** Counts pressure stalls from now on; call it before the start for totals of the whole run. */
  public void trackPressure() {
    if (!pressureTracked) {
      pressureTracked = true;
      host.observe(pressure);
    }
  }

  /**
   * Time in which at least one runnable task of the group waited for a CPU, in nanoseconds.
   *
   * @throws IllegalStateException without {@link #trackPressure}
   */
  public long pressureSomeNs(int group) {
    requirePressure();
    return pressure.someNs(group);
  }

  /**
   * Time in which the group had runnable tasks and none of them ran, in nanoseconds.
   *
   * @throws IllegalStateException without {@link #trackPressure}
   */
  public long pressureFullNs(int group) {
    requirePressure();
    return pressure.fullNs(group);
  }

  private void requirePressure() {
    if (!pressureTracked) {
      throw new IllegalStateException("pressure is not tracked: call trackPressure() first");
    }
  }
}
