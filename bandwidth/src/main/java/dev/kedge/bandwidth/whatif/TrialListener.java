package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Watches the tasks that stand for a group's threads: how long they wait, and in which state. */
final class TrialListener implements SimulationListener {
  private static final long LONGEST_NS = 3_600_000_000_000L;
  private static final long NONE_YET = -1;

  private final Histogram activations = new Histogram(LONGEST_NS, 2);
  private IntFunction<String> names = id -> "";
  private Watched[] tasks = {};
  private int[] onCpu = {};
  private long waited;
  private long longestPause;
  private long longestKernelPause;

  /** One task; {@code mine} is false for the load around the group. */
  private static final class Watched {
    private final boolean mine;
    private long wokenAt = NONE_YET;
    private long waitsSince = NONE_YET;
    private boolean inKernel;
    private boolean leftInKernel;
    private boolean asleep;

    Watched(boolean mine) {
      this.mine = mine;
    }
  }

  /** The simulation is made with the listener, so its names come after. */
  void attach(Simulation simulation) {
    names = simulation::taskName;
  }

  private Watched task(int id) {
    if (id >= tasks.length) {
      tasks = Arrays.copyOf(tasks, Math.max(id + 1, 2 * tasks.length));
    }
    Watched task = tasks[id];
    if (task == null) {
      task = new Watched(names.apply(id).startsWith(Demand.TASKS));
      tasks[id] = task;
    }
    return task;
  }

  @Override
  public void switched(long now, int cpu, int id) {
    if (cpu >= onCpu.length) {
      int before = onCpu.length;
      onCpu = Arrays.copyOf(onCpu, cpu + 16);
      Arrays.fill(onCpu, before, onCpu.length, IDLE);
    }
    int previous = onCpu[cpu];
    if (previous == id) {
      return;
    }
    if (previous != IDLE) {
      Watched task = task(previous);
      if (!task.asleep) {
        task.waitsSince = now;
        task.leftInKernel = task.inKernel;
      }
    }
    onCpu[cpu] = id;
    if (id != IDLE) {
      endWait(now, task(id));
    }
  }

  private void endWait(long now, Watched task) {
    task.asleep = false;
    if (task.waitsSince == NONE_YET) {
      return;
    }
    long pause = now - task.waitsSince;
    task.waitsSince = NONE_YET;
    if (task.mine) {
      waited += pause;
      longestPause = Math.max(longestPause, pause);
      if (task.leftInKernel) {
        longestKernelPause = Math.max(longestKernelPause, pause);
      }
    }
    task.leftInKernel = false;
  }

  @Override
  public void mode(long now, int cpu, int id, boolean kernel) {
    task(id).inKernel = kernel;
  }

  @Override
  public void woken(long now, int cpu, int id) {
    Watched task = task(id);
    task.wokenAt = now;
    task.waitsSince = now;
    task.asleep = false;
    task.leftInKernel = false;
  }

  @Override
  public void blocked(long now, int id, int lock) {
    Watched task = task(id);
    task.asleep = true;
    if (task.mine && task.wokenAt != NONE_YET && now > task.wokenAt) {
      activations.recordValue(Math.min(LONGEST_NS, now - task.wokenAt));
    }
    task.wokenAt = NONE_YET;
  }

  /** Counts what still waits at the end. */
  void finish(long now) {
    for (Watched task : tasks) {
      if (task != null && task.waitsSince != NONE_YET) {
        endWait(now, task);
      }
    }
  }

  Histogram activations() {
    return activations;
  }

  long waitedNs() {
    return waited;
  }

  long longestPauseNs() {
    return longestPause;
  }

  long longestKernelPauseNs() {
    return longestKernelPause;
  }
}
