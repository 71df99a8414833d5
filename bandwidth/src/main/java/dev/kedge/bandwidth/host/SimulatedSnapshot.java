package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import dev.kedge.model.CgroupMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The snapshot of a simulated host, as the readers would take it of a real one: the same counters,
 * per-thread run and wait times, usage steps; nothing the real files do not say.
 */
public final class SimulatedSnapshot implements SimulationListener {
  static final long STEP_NS = 100_000_000;

  private final List<ThreadClock> threads = new ArrayList<>();
  private final Map<Integer, Integer> onCpu = new HashMap<>();

  /** One thread as {@code /proc/TID/schedstat} shows it. */
  private static final class ThreadClock {
    private int group;
    private long run;
    private long wait;
    private long slices;
    private long since;
    private boolean running;
    private boolean waiting;
  }

  private SimulatedSnapshot() {}

  /** Runs a scenario to its end and observes it all the way. */
  public static HostSnapshot of(Scenario scenario) {
    return new SimulatedSnapshot().take(scenario);
  }

  private HostSnapshot take(Scenario scenario) {
    Simulation simulation = Simulation.of(scenario, this);
    Map<String, List<Long>> steps = new HashMap<>();
    Map<String, Long> before = new HashMap<>();
    for (long at = STEP_NS; at <= scenario.durationNs(); at += STEP_NS) {
      simulation.runUntil(at);
      for (Group group : scenario.groups()) {
        long usage = simulation.counters(simulation.group(group.path())).usageNs();
        steps
            .computeIfAbsent(group.path(), path -> new ArrayList<>())
            .add(usage - before.getOrDefault(group.path(), 0L));
        before.put(group.path(), usage);
      }
    }
    threads.forEach(thread -> settle(thread, scenario.durationNs()));
    List<GroupSnapshot> groups = new ArrayList<>();
    groups.add(group(simulation, Group.of("/", CpuLimit.NONE), List.of(), scenario));
    for (Group group : scenario.groups()) {
      groups.add(group(simulation, group, steps.getOrDefault(group.path(), List.of()), scenario));
    }
    return new HostSnapshot(
        scenario.kernel().name(),
        scenario.machine().cpus(),
        OptionalLong.of(scenario.machine().tickNs()),
        OptionalLong.of(scenario.machine().baseSliceNs()),
        OptionalLong.of(scenario.machine().bandwidthSliceNs()),
        CgroupMode.V2,
        Instant.EPOCH,
        scenario.durationNs(),
        STEP_NS,
        groups,
        List.of());
  }

  private GroupSnapshot group(
      Simulation simulation, Group group, List<Long> steps, Scenario scenario) {
    int id = simulation.group(group.path());
    GroupCounters counters = simulation.counters(id);
    Map<Counter, Long> after = new EnumMap<>(Counter.class);
    after.put(Counter.USAGE, counters.usageNs());
    after.put(Counter.USER, counters.userNs());
    after.put(Counter.SYSTEM, counters.systemNs());
    if (group.limit().limited()) {
      after.put(Counter.PERIODS, counters.nrPeriods());
      after.put(Counter.THROTTLED_PERIODS, counters.nrThrottled());
      after.put(Counter.THROTTLED, counters.throttledNs());
    }
    List<ThreadClock> mine = threads.stream().filter(thread -> thread.group == id).toList();
    double interval = scenario.durationNs();
    after.put(Counter.RUN, mine.stream().mapToLong(thread -> thread.run).sum());
    after.put(Counter.WAIT, mine.stream().mapToLong(thread -> thread.wait).sum());
    after.put(Counter.TIMESLICES, mine.stream().mapToLong(thread -> thread.slices).sum());
    after.put(
        Counter.UNHINDERED,
        mine.stream()
            .mapToLong(thread ->
                Math.round(
                    Math.min(interval, thread.run / Math.max(1e-9, 1 - thread.wait / interval))))
            .sum());
    Map<Counter, Long> zero = new EnumMap<>(Counter.class);
    after.keySet().forEach(counter -> zero.put(counter, 0L));
    return new GroupSnapshot(
        group.path(),
        group.limit(),
        group.shares(),
        false,
        new ThreadActivity(
            mine.size(),
            (int) mine.stream().filter(thread -> thread.run > 0).count(),
            mine.stream().mapToLong(thread -> thread.run).max().orElse(0)),
        CpuSet.ALL,
        new CounterReading(zero),
        new CounterReading(after),
        steps);
  }

  @Override
  public void started(long now, int task, int group) {
    while (threads.size() <= task) {
      threads.add(new ThreadClock());
    }
    threads.get(task).group = group;
  }

  private static void settle(ThreadClock thread, long now) {
    if (thread.running) {
      thread.run += now - thread.since;
    } else if (thread.waiting) {
      thread.wait += now - thread.since;
    }
    thread.since = now;
  }

  @Override
  public void switched(long now, int cpu, int task) {
    Integer previous = onCpu.put(cpu, task);
    if (previous != null && previous != IDLE) {
      ThreadClock thread = threads.get(previous);
      settle(thread, now);
      thread.running = false;
    }
    if (task != IDLE) {
      ThreadClock thread = threads.get(task);
      settle(thread, now);
      thread.running = true;
      thread.waiting = true;
      thread.slices++;
    }
  }

  @Override
  public void blocked(long now, int task, int lock) {
    settle(threads.get(task), now);
    threads.get(task).waiting = false;
  }

  @Override
  public void woken(long now, int cpu, int task) {
    ThreadClock thread = threads.get(task);
    settle(thread, now);
    thread.waiting = true;
  }
}
