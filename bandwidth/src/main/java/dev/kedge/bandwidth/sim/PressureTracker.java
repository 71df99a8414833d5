package dev.kedge.bandwidth.sim;

import java.util.Arrays;

/**
 * Pressure stall totals of the CPU, per group, as {@code kernel/sched/psi.c} counts them.
 *
 * <p>A throttled task stays runnable here, since the kernel takes it off below the hooks of PSI.
 * The states of the CPUs are averaged by their non-idle time, as {@code collect_percpu_times} does;
 * here over the whole run.
 */
final class PressureTracker implements SimulationListener {
  private static final int[] NOWHERE = {};

  /** One group on one CPU. */
  private static final class Cell {
    int runnable;
    int running;
    long since;
    long some;
    long full;
    long nonIdle;

    void advance(long now) {
      long delta = now - since;
      since = now;
      if (runnable > 0) {
        nonIdle += delta;
        some += runnable > running ? delta : 0;
        full += running == 0 ? delta : 0;
      }
    }
  }

  private final Host host;
  private Cell[][] cells = {};
  private int[][] counted = {};
  private final int[] runningOn;

  PressureTracker(Host host) {
    this.host = host;
    this.runningOn = new int[host.cpus.length];
    Arrays.fill(runningOn, IDLE);
  }

  @Override
  public void switched(long now, int cpu, int task) {
    run(now, runningOn[cpu], cpu, -1);
    runningOn[cpu] = task;
    run(now, task, cpu, 1);
  }

  @Override
  public void woken(long now, int cpu, int task) {
    count(now, task, cpu);
  }

  @Override
  public void blocked(long now, int task, int lock) {
    uncount(now, task);
  }

  @Override
  public void exited(long now, int task) {
    uncount(now, task);
  }

  @Override
  public void moved(long now, int task, int group, int cpu) {
    if (task < counted.length && counted[task].length > 0) {
      uncount(now, task);
      count(now, task, cpu);
    }
  }

  private void count(long now, int task, int cpu) {
    uncount(now, task);
    if (task >= counted.length) {
      int old = counted.length;
      counted = Arrays.copyOf(counted, Math.max(16, task * 2));
      Arrays.fill(counted, old, counted.length, NOWHERE);
    }
    int group = host.tasks.get(task).group.id;
    counted[task] = new int[] {group, cpu};
    add(now, group, cpu, 1, 0);
  }

  private void uncount(long now, int task) {
    if (task < counted.length && counted[task].length > 0) {
      int[] place = counted[task];
      counted[task] = NOWHERE;
      add(now, place[0], place[1], -1, 0);
    }
  }

  private void run(long now, int task, int cpu, int change) {
    if (task != IDLE) {
      add(now, host.tasks.get(task).group.id, cpu, 0, change);
    }
  }

  private void add(long now, int group, int cpu, int runnable, int running) {
    for (TaskGroup at = host.groups.get(group); at != null; at = at.parent) {
      Cell cell = cell(at.id, cpu);
      cell.advance(now);
      cell.runnable += runnable;
      cell.running += running;
    }
  }

  private Cell cell(int group, int cpu) {
    if (group >= cells.length) {
      int old = cells.length;
      cells = Arrays.copyOf(cells, group + 16);
      for (int i = old; i < cells.length; i++) {
        cells[i] = new Cell[host.cpus.length];
        for (int c = 0; c < host.cpus.length; c++) {
          cells[i][c] = new Cell();
          cells[i][c].since = host.now;
        }
      }
    }
    return cells[group][cpu];
  }

  long someNs(int group) {
    return average(group, false);
  }

  long fullNs(int group) {
    return average(group, true);
  }

  private long average(int group, boolean full) {
    double weighted = 0;
    double total = 0;
    for (int cpu = 0; cpu < host.cpus.length; cpu++) {
      Cell cell = cell(group, cpu);
      cell.advance(host.now);
      weighted += (double) (full ? cell.full : cell.some) * cell.nonIdle;
      total += cell.nonIdle;
    }
    return total == 0 ? 0 : Math.round(weighted / total);
  }
}
