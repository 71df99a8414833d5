package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records a window of a run as a {@link Timeline}. One recorder for one run; not thread-safe.
 *
 * <p>Bounded by the number of intervals of each kind, of curves and of tasks; what there was no
 * room for is counted in the time line.
 */
public final class TimelineRecorder implements SimulationListener {
  /** Enough for a second of sixteen busy CPUs. */
  public static final int DEFAULT_CAPACITY = 50_000;

  private static final int MAX_CURVES = 128;
  private static final int MAX_TASKS = 100_000;
  private static final int NONE = Segments.NONE;
  private static final int USER = TaskState.USER.code();
  private static final int KERNEL = TaskState.KERNEL.code();
  private static final int RUNNABLE = TaskState.RUNNABLE.code();
  private static final int LIMBO = TaskState.LIMBO.code();
  private static final int LOCK = TaskState.LOCK.code();

  private final long from;
  private final long to;
  private final Segments running;
  private final Segments states;

  /** Runnable tasks: the subject is the CPU, and in place of a state stands their group. */
  private final Segments waits;

  private final Segments holds;
  private final Segments throttles;
  private final Segments refills;
  private final Map<Long, CurveRecorder> curves = new LinkedHashMap<>();
  private final Map<Long, Long> heldSince = new LinkedHashMap<>();
  private final Map<Long, Long> throttledSince = new HashMap<>();
  private long dropped;

  private int[] cpuTask = new int[0];
  private boolean[] cpuKernel = new boolean[0];
  private long[] cpuSince = new long[0];
  private int[] taskState = new int[0];
  private int[] taskSubject = new int[0];
  private int[] taskGroup = new int[0];
  private long[] taskSince = new long[0];
  private boolean[] taskKernel = new boolean[0];

  /** Records from one time to another, with {@value #DEFAULT_CAPACITY} intervals of each kind. */
  public TimelineRecorder(long fromNs, long toNs) {
    this(fromNs, toNs, DEFAULT_CAPACITY);
  }

  /**
   * Records from one time to another.
   *
   * @param capacity most intervals of each kind
   */
  public TimelineRecorder(long fromNs, long toNs, int capacity) {
    from = fromNs;
    to = toNs;
    running = new Segments(capacity);
    states = new Segments(capacity);
    waits = new Segments(capacity);
    holds = new Segments(capacity);
    throttles = new Segments(capacity);
    refills = new Segments(capacity);
  }

  /** What was recorded so far of a run that stands where it stands. */
  public Timeline timeline(String title, Scenario scenario, Simulation simulation) {
    return timeline(title, scenario, Labels.of(simulation), simulation.now());
  }

  Timeline timeline(String title, Scenario scenario, Labels labels, long now) {
    close(Math.min(to, now));
    boolean perTask = scenario.kernel().mechanism().perTask();
    TimelineBuilder builder = new TimelineBuilder(labels);
    Segments told = builder.states(states, waits, perTask ? new Segments(0) : throttles);
    List<Curve> drawn = curves();
    return new Timeline(
        title,
        from,
        Math.min(to, Math.max(from, now)),
        scenario.machine().cpus(),
        builder.tasks(told),
        builder.groups(throttles, refills, drawn),
        builder.locks(holds, told),
        running,
        told,
        holds,
        throttles,
        refills,
        drawn,
        dropped
            + running.dropped()
            + states.dropped()
            + waits.dropped()
            + holds.dropped()
            + throttles.dropped()
            + refills.dropped());
  }

  @Override
  public void switched(long now, int cpu, int task) {
    if (now > to) {
      return;
    }
    growCpus(cpu);
    int before = cpuTask[cpu];
    closeRunning(cpu, now);
    if (before >= 0 && isRunning(before)) {
      become(now, before, RUNNABLE, cpu);
    }
    cpuTask[cpu] = NONE;
    if (task >= 0 && growTasks(task)) {
      cpuTask[cpu] = task;
      cpuKernel[cpu] = taskKernel[task];
      cpuSince[cpu] = now;
      become(now, task, taskKernel[task] ? KERNEL : USER, cpu);
    }
  }

  @Override
  public void mode(long now, int cpu, int task, boolean kernel) {
    if (now > to || !growTasks(task)) {
      return;
    }
    growCpus(cpu);
    taskKernel[task] = kernel;
    if (cpuTask[cpu] == task && cpuKernel[cpu] != kernel) {
      closeRunning(cpu, now);
      cpuKernel[cpu] = kernel;
      cpuSince[cpu] = now;
      if (isRunning(task)) {
        become(now, task, kernel ? KERNEL : USER, cpu);
      }
    }
  }

  @Override
  public void blocked(long now, int task, int lock) {
    if (now <= to && growTasks(task)) {
      become(now, task, lock >= 0 ? LOCK : NONE, lock);
    }
  }

  @Override
  public void woken(long now, int cpu, int task) {
    if (now <= to && growTasks(task) && !isRunning(task)) {
      become(now, task, RUNNABLE, cpu);
    }
  }

  @Override
  public void limbo(long now, int cpu, int task, boolean in) {
    if (now <= to && growTasks(task)) {
      become(now, task, in ? LIMBO : RUNNABLE, cpu);
    }
  }

  @Override
  public void throttled(long now, int group, int cpu, boolean on) {
    if (now > to) {
      return;
    }
    if (on) {
      throttledSince.putIfAbsent(pair(group, cpu), now);
      return;
    }
    Long since = throttledSince.remove(pair(group, cpu));
    if (since != null) {
      add(throttles, group, cpu, NONE, since, now);
    }
  }

  @Override
  public void started(long now, int task, int group) {
    if (now <= to && growTasks(task)) {
      taskGroup[task] = group;
    }
  }

  @Override
  public void moved(long now, int task, int group, int cpu) {
    if (now <= to && growTasks(task)) {
      boolean waits = taskState[task] == RUNNABLE;
      if (waits) {
        become(now, task, RUNNABLE, cpu);
      }
      taskGroup[task] = group;
    }
  }

  @Override
  public void exited(long now, int task) {
    if (now <= to && growTasks(task)) {
      become(now, task, NONE, NONE);
    }
  }

  @Override
  public void acquired(long now, int task, int lock) {
    if (now <= to) {
      heldSince.putIfAbsent(pair(task, lock), now);
    }
  }

  @Override
  public void released(long now, int task, int lock) {
    Long since = now > to ? null : heldSince.remove(pair(task, lock));
    if (since != null) {
      add(holds, task, lock, NONE, since, now);
    }
  }

  @Override
  public void pool(long now, int group, long poolNs) {
    curve(now, pair(group, Curve.POOL), poolNs);
  }

  @Override
  public void remaining(long now, int group, int cpu, long remainingNs) {
    curve(now, pair(group, cpu), remainingNs);
  }

  @Override
  public void period(long now, int group) {
    if (now >= from && now <= to) {
      refills.add(group, NONE, NONE, now, now);
    }
  }

  private void curve(long now, long key, long value) {
    if (now < from || now > to) {
      return;
    }
    CurveRecorder curve = curves.get(key);
    if (curve == null) {
      if (curves.size() == MAX_CURVES) {
        dropped++;
        return;
      }
      curve = new CurveRecorder(from, to);
      curves.put(key, curve);
    }
    curve.add(now, value);
  }

  private void become(long now, int task, int state, int subject) {
    if (taskState[task] == RUNNABLE) {
      add(waits, task, taskSubject[task], taskGroup[task], taskSince[task], now);
    } else if (taskState[task] != NONE) {
      add(states, task, taskSubject[task], taskState[task], taskSince[task], now);
    }
    taskState[task] = state;
    taskSubject[task] = subject;
    taskSince[task] = now;
  }

  private boolean isRunning(int task) {
    return taskState[task] == USER || taskState[task] == KERNEL;
  }

  private void closeRunning(int cpu, long now) {
    if (cpuTask[cpu] >= 0) {
      add(running, cpu, cpuTask[cpu], cpuKernel[cpu] ? KERNEL : USER, cpuSince[cpu], now);
    }
  }

  private void close(long now) {
    for (int cpu = 0; cpu < cpuTask.length; cpu++) {
      closeRunning(cpu, now);
      cpuTask[cpu] = NONE;
    }
    for (int task = 0; task < taskState.length; task++) {
      become(now, task, NONE, NONE);
    }
    heldSince.forEach((key, since) -> add(holds, first(key), second(key), NONE, since, now));
    throttledSince.forEach(
        (key, since) -> add(throttles, first(key), second(key), NONE, since, now));
    heldSince.clear();
    throttledSince.clear();
  }

  private void add(Segments to, int row, int subject, int state, long start, long end) {
    long first = Math.max(start, from);
    long last = Math.min(end, this.to);
    if (last > first) {
      to.add(row, subject, state, first, last);
    }
  }

  private List<Curve> curves() {
    List<Curve> drawn = new ArrayList<>();
    curves.forEach((key, curve) -> drawn.add(new Curve(first(key), second(key), curve.points())));
    return drawn;
  }

  private void growCpus(int cpu) {
    int length = cpuTask.length;
    if (cpu >= length) {
      cpuTask = Arrays.copyOf(cpuTask, cpu + 1);
      Arrays.fill(cpuTask, length, cpu + 1, NONE);
      cpuKernel = Arrays.copyOf(cpuKernel, cpu + 1);
      cpuSince = Arrays.copyOf(cpuSince, cpu + 1);
    }
  }

  private boolean growTasks(int task) {
    int length = taskState.length;
    if (task >= MAX_TASKS) {
      dropped++;
      return false;
    }
    if (task >= length) {
      int grown = Math.min(MAX_TASKS, Math.max(task + 1, length * 2));
      taskState = Arrays.copyOf(taskState, grown);
      Arrays.fill(taskState, length, grown, NONE);
      taskSubject = Arrays.copyOf(taskSubject, grown);
      taskGroup = Arrays.copyOf(taskGroup, grown);
      taskSince = Arrays.copyOf(taskSince, grown);
      taskKernel = Arrays.copyOf(taskKernel, grown);
    }
    return true;
  }

  private static long pair(int first, int second) {
    return (long) first << 32 | (second & 0xffff_ffffL);
  }

  private static int first(long pair) {
    return (int) (pair >> 32);
  }

  private static int second(long pair) {
    return (int) pair;
  }
}
