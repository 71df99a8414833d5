package dev.kedge.bandwidth.sim;

/**
 * How busy each CPU is and has been: queued tasks, and their average over the last while.
 *
 * <p>The averages are those of the kernel's load tracking (PELT): a half-life of 32 ms, kept for
 * the root queue of a CPU only.
 */
final class CpuLoad {
  private static final long HALF_LIFE_NS = 32_000_000;

  /** Parts of a half-life that the averages tell apart. */
  private static final int STEPS = 1024;

  private static final long STEP_NS = HALF_LIFE_NS / STEPS;

  /** {@code imbalance_pct} of a domain whose CPUs share a cache. */
  private static final double MARGIN = 1.17;

  private final int[] queued;
  private final double[] runnable;
  private final double[] used;
  private final long[] knownAt;
  private final double[] decay = new double[STEPS];

  /** Some CPU had a task waiting when last looked at ({@code rd->overloaded}). */
  private boolean waiting;

  CpuLoad(int cpus) {
    queued = new int[cpus];
    runnable = new double[cpus];
    used = new double[cpus];
    knownAt = new long[cpus];
    for (int i = 0; i < STEPS; i++) {
      decay[i] = Math.pow(0.5, (double) i / STEPS);
    }
  }

  /** Adds tasks to a CPU, or takes them off. */
  void add(int cpu, int count, long now) {
    if (queued.length > 1) {
      average(cpu, now);
    }
    queued[cpu] += count;
    waiting |= queued[cpu] > 1;
  }

  /** Tasks queued on a CPU, the running one included ({@code h_nr_queued} of the root). */
  int queued(int cpu) {
    return queued[cpu];
  }

  /** Whether some CPU may have a task that waits. */
  boolean waiting() {
    return waiting;
  }

  /** Says what a look at all CPUs found. */
  void waiting(boolean found) {
    waiting = found;
  }

  /** The opposite of {@code group_has_capacity}: busy now, and has been for a while. */
  boolean full(int cpu, long now) {
    average(cpu, now);
    return queued[cpu] > 0 && (used[cpu] * MARGIN > 1 || runnable[cpu] > MARGIN);
  }

  private void average(int cpu, long now) {
    long steps = (now - knownAt[cpu]) / STEP_NS;
    if (steps == 0) {
      return;
    }
    knownAt[cpu] += steps * STEP_NS;
    double left = steps >= 63L * STEPS ? 0 : decay[(int) (steps % STEPS)] / (1L << (steps / STEPS));
    int count = queued[cpu];
    int busy = Math.min(count, 1);
    runnable[cpu] = count + (runnable[cpu] - count) * left;
    used[cpu] = busy + (used[cpu] - busy) * left;
  }
}
