package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.Arrays;
import java.util.List;

/**
 * Pauses as a task in user mode sees them: it had work to do and did not run.
 *
 * <p>Counts the ticks, switches, wakeups and ends of slices of the measured tasks too, for the
 * kernel's own time. What runs in the root group is not measured.
 */
final class StallRecorder implements SimulationListener {
  private static final long NOT_STOPPED = -1;
  private static final int ROOT_GROUP = 0;

  private final long shortestNs;
  private final int keep;
  private final long from;
  private int[] runs;
  private long[] stopped = new long[64];
  private long[] starts = new long[64];
  private boolean[] measured = new boolean[64];
  private int stalls;
  private long longest;
  private long switches;
  private long ticks;
  private long sliceTimers;
  private long wakeups;

  /**
   * Records from a time on.
   *
   * @param shortestNs pauses that are shorter do not count
   * @param keep how many starts are kept, the first ones
   */
  StallRecorder(int cpus, long from, long shortestNs, int keep) {
    this.from = from;
    this.shortestNs = shortestNs;
    this.keep = keep;
    this.runs = new int[cpus];
    Arrays.fill(runs, IDLE);
    Arrays.fill(stopped, NOT_STOPPED);
  }

  @Override
  public void started(long now, int task, int group) {
    grow(task);
    measured[task] = group != ROOT_GROUP;
  }

  @Override
  public void switched(long now, int cpu, int task) {
    int before = runs[cpu];
    runs[cpu] = task;
    if (before != IDLE) {
      stopped[before] = now;
    }
    if (task == IDLE) {
      return;
    }
    if (counts(now, task)) {
      switches++;
      long pause = stopped[task] == NOT_STOPPED ? 0 : now - stopped[task];
      if (pause >= shortestNs) {
        note(stopped[task], pause);
      }
    }
    stopped[task] = NOT_STOPPED;
  }

  @Override
  public void ticked(long now, int cpu, int task) {
    ticks += counts(now, task) ? 1 : 0;
  }

  @Override
  public void sliceEnded(long now, int cpu, int task) {
    sliceTimers += counts(now, task) ? 1 : 0;
  }

  @Override
  public void woken(long now, int cpu, int task) {
    stopped[task] = NOT_STOPPED;
    wakeups += counts(now, task) ? 1 : 0;
  }

  private boolean counts(long now, int task) {
    return now >= from && measured[task];
  }

  private void note(long start, long pause) {
    if (stalls < keep) {
      if (stalls == starts.length) {
        starts = Arrays.copyOf(starts, stalls * 2);
      }
      starts[stalls] = start - from;
    }
    stalls++;
    longest = Math.max(longest, pause);
  }

  private void grow(int task) {
    if (task >= stopped.length) {
      int old = stopped.length;
      stopped = Arrays.copyOf(stopped, task * 2);
      measured = Arrays.copyOf(measured, task * 2);
      Arrays.fill(stopped, old, stopped.length, NOT_STOPPED);
    }
  }

  long ticks() {
    return ticks;
  }

  long wakeups() {
    return wakeups;
  }

  long sliceTimers() {
    return sliceTimers;
  }

  long switches() {
    return switches;
  }

  long longestNs() {
    return longest;
  }

  /** When the first ones began, since the time of the first record. */
  List<Long> starts() {
    return Arrays.stream(starts, 0, Math.min(stalls, keep)).boxed().toList();
  }
}
