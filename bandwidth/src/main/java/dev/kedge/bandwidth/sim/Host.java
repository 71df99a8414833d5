package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.scenario.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The state of the simulated machine: what the parts of the model share. */
final class Host {
  final Kernel kernel;
  final Mechanism mechanism;
  final Machine machine;
  SimulationListener listener;

  /** False when nobody listens: the hot path then builds no notices. */
  boolean observed;

  final EventQueue events;

  /** What each source of events stands for. */
  private final List<EventSource> sources = new ArrayList<>();

  final Cpu[] cpus;
  final List<TaskGroup> groups = new ArrayList<>();
  final List<Task> tasks = new ArrayList<>();
  final SplittableRandom random;

  private final Slices slices;

  private final long seed;

  final CpuLoad load;

  final TimerInterrupts timers;

  final ReadAhead readAhead = new ReadAhead();

  /** CPUs to settle before time goes on. */
  final ArrayDeque<Cpu> pending = new ArrayDeque<>();

  /** CPUs that were sent an unthrottle in this instant. */
  final ArrayDeque<Cpu> interrupts = new ArrayDeque<>();

  long now;

  /** Groups that have been given their order. */
  private int ordered;

  /** Runtime that expired with its period, in kernels whose slices do. */
  long expiredNs;

  Host(Kernel kernel, Machine machine, SimulationListener listener, long seed) {
    this.kernel = kernel;
    this.seed = seed;
    this.mechanism = kernel.mechanism();
    this.machine = machine;
    this.listener = listener;
    this.observed = !listener.equals(SimulationListener.NONE);
    this.random = new SplittableRandom(seed);
    this.events = new EventQueue(seed);
    this.timers = new TimerInterrupts(machine.lateTimers(), seed);
    this.slices = Slices.of(machine, kernel);
    this.cpus = new Cpu[machine.cpus()];
    this.load = new CpuLoad(cpus.length);
    TaskGroup root = addGroup("/", null, Group.DEFAULT_SHARES);
    int firstCpu = nextSource();
    for (int i = 0; i < cpus.length; i++) {
      cpus[i] = new Cpu(i, nextSource(), root, slices);
      addSource(new EventSource.CpuClock(cpus[i]));
    }
    events.race(firstCpu, nextSource());
  }

  /** Adds a source of events; its id is the number of those before it. */
  int addSource(EventSource source) {
    sources.add(source);
    return events.addSource();
  }

  /** The id the next source will get. */
  int nextSource() {
    return sources.size();
  }

  EventSource source(int id) {
    return sources.get(id);
  }

  /** Lets another listener see everything from now on. */
  void observe(SimulationListener other) {
    listener = observed ? SimulationListener.both(listener, other) : other;
    observed = true;
  }

  TaskGroup addGroup(String path, @Nullable TaskGroup parent, int shares) {
    int source = sources.size();
    Pool pool = new Pool(source, source + 1);
    TaskGroup group = new TaskGroup(groups.size(), path, parent, shares, pool);
    addSource(new EventSource.PeriodTimer(group));
    addSource(new EventSource.SlackTimer(group));
    groups.add(group);
    if (parent != null) {
      parent.children.add(group);
    }
    for (TaskGroup at = parent; at != null; at = at.parent) {
      at.subtree++;
    }
    return group;
  }

  /** The queue of a group on a CPU, made when first needed. */
  CfsQueue queue(TaskGroup group, Cpu cpu) {
    CfsQueue queue = cpu.queue(group);
    return queue != null ? queue : addQueue(group, cpu);
  }

  /** Numbers the groups as {@code walk_tg_tree} leaves them, if any has come since. */
  void orderGroups() {
    if (ordered < groups.size()) {
      ordered = groups.size();
      order(groups.getFirst(), 0);
    }
  }

  private static int order(TaskGroup group, int first) {
    int next = first;
    for (int i = group.children.size() - 1; i >= 0; i--) {
      next = order(group.children.get(i), next);
    }
    group.order = next;
    return next + 1;
  }

  /** Takes an empty group out of its parent. */
  void removeGroup(TaskGroup group) {
    group.removed = true;
    if (group.parent != null) {
      group.parent.children.remove(group);
    }
    for (TaskGroup at = group.parent; at != null; at = at.parent) {
      at.subtree--;
    }
  }

  private CfsQueue addQueue(TaskGroup group, Cpu cpu) {
    CfsQueue above = group.parent == null ? null : queue(group.parent, cpu);
    CfsQueue queue = new CfsQueue(group, cpu, above, slices);
    queue.weight = group.shares;
    queue.limited = group.limit.limited() && cpu.online;
    queue.keepBack(machine.staleLoad(), TimerInterrupts.mix(seed - group.id * 4099L - cpu.id));
    queue.remaining = mechanism.perTask() ? 1 : 0;
    cpu.add(queue);
    if (above != null) {
      linkChild(above, queue);
    }
    queue.findLimiters();
    return queue;
  }

  /** {@code lb_throttled_hierarchy}: whether a group could not run on a CPU now. */
  boolean throttledOn(TaskGroup group, Cpu cpu) {
    for (TaskGroup at = group; at != null; at = at.parent) {
      CfsQueue queue = cpu.queue(at);
      if (queue != null) {
        return queue.inThrottledHierarchy();
      }
    }
    return false;
  }

  /** Newest group first, as {@code walk_tg_tree} meets them. */
  private static void linkChild(CfsQueue above, CfsQueue queue) {
    CfsQueue before = null;
    CfsQueue at = above.firstChild;
    while (at != null && at.group.id > queue.group.id) {
      before = at;
      at = at.nextSibling;
    }
    queue.nextSibling = at;
    if (before == null) {
      above.firstChild = queue;
    } else {
      before.nextSibling = queue;
    }
  }

  /** Has a CPU looked at again before time goes on. */
  void pend(Cpu cpu) {
    if (!cpu.pending) {
      cpu.pending = true;
      pending.add(cpu);
    }
  }

  /**
   * Refuses CPUs that are not there.
   *
   * @param what may run on them
   */
  void requireCpus(String what, CpuSet cpus) {
    if (cpus.highest() >= this.cpus.length) {
      throw new BandwidthException(
          "'%s' may run on CPUs %s, but the machine has only CPUs 0 to %d"
              .formatted(what, cpus, this.cpus.length - 1));
    }
  }

  /** Tells the listener what a group's pool holds now. */
  void notePool(TaskGroup group) {
    listener.pool(now, group.id, group.pool.runtime);
  }

  /** Tells the listener what a queue has left. */
  void noteRemaining(CfsQueue queue) {
    listener.remaining(now, queue.group.id, queue.cpu.id, queue.remaining);
  }
}
