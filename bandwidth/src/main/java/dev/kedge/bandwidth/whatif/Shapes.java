package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import java.util.ArrayList;
import java.util.List;

/** The shapes that are tried against the counters of a group. */
final class Shapes {
  /** A load is simulated with at most so many threads. */
  static final int MAX_THREADS = 64;

  private static final double[] BURST_SHARES = {0.3, 0.6, 1};
  private static final double[] BURSTS_PER_QUOTA = {0.3, 0.7, 1.2, 2.5, 5};
  private static final double MOST_ACTIVATIONS_PER_SECOND = 2_000;

  private Shapes() {}

  /**
   * Candidates: every mixture of an even load and bursts, with the least and the most demand that
   * fits the counters.
   *
   * @param brief fewer of them, for a survey of many groups
   */
  static List<Shape> of(GroupLoad load, CpuLimit limit, int cpus, boolean brief) {
    int threads = Math.min(load.heavyThreads(), MAX_THREADS);
    List<Double> demands = new ArrayList<>();
    double most = Math.max(0.002, Math.min(load.demand(), threads));
    double least = Math.max(0.002, Math.min(load.usage(), threads));
    demands.add(most);
    if (most > least * 1.05) {
      demands.add(least);
      demands.add(Math.sqrt(least * most));
    }
    double quota =
        (limit.limited() ? limit.quotaUs() : cpus * CpuLimit.DEFAULT_PERIOD_US) * 1_000.0;
    List<Shape> shapes = new ArrayList<>();
    for (double demand : demands) {
      long activation =
          Math.round(Math.max(load.activationNs(), demand * 1e9 / MOST_ACTIVATIONS_PER_SECOND));
      shapes.add(new Shape(demand, threads, activation, load.kernelShare(), 0, 0));
      if (demand >= 0.98 * threads) {
        continue;
      }
      for (double share : brief ? new double[] {0.6} : BURST_SHARES) {
        for (double burst : BURSTS_PER_QUOTA) {
          // No burst takes longer than threads and CPUs allow within its own interval.
          long ns = Math.round(burst * quota);
          Shape shape = new Shape(demand, threads, activation, load.kernelShare(), share, ns);
          if (ns <= 0.9 * Math.min(threads, cpus) * shape.burstIntervalNs()) {
            shapes.add(shape);
          }
        }
      }
    }
    return shapes;
  }
}
