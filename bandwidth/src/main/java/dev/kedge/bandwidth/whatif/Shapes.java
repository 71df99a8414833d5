package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The shapes that are tried against the counters of a group. */
final class Shapes {
  private static final double[] BURST_SHARES = {0.3, 0.6, 1};
  private static final double[] BURSTS_PER_QUOTA = {0.3, 0.5, 0.8, 1.2, 1.7, 2.4, 3.5, 5};
  private static final double[] FEW_BURSTS = {0.5, 1.2, 2.4};

  /** A load from outside that is as much as the limit would queue up without end. */
  private static final double MOST_OF_LIMIT = 0.98;

  /** Part of its time in which a thread ran or waited, from which on it never sleeps. */
  private static final double ALWAYS_BUSY = 0.95;

  private static final double MOST_ACTIVATIONS_PER_SECOND = 2_000;

  private Shapes() {}

  /**
   * Candidates: every mixture of an even load and bursts, with the least and the most demand that
   * fits the counters.
   *
   * @param effort fewer of them for a survey of many groups
   */
  static List<Shape> of(GroupLoad load, CpuLimit limit, int cpus, Effort effort) {
    int threads = Math.min(load.heavyThreads(), effort.threads());
    boolean brief = !effort.thorough();
    List<Double> demands = new ArrayList<>();
    double most = Math.max(0.002, Math.min(load.demand(), threads));
    double least = Math.max(0.002, Math.min(load.usage(), threads));
    demands.add(most);
    boolean alwaysBusy = alwaysBusy(load);
    if (alwaysBusy) {
      return saturated(load, threads, least, most);
    }
    if (most > least * 1.05) {
      demands.add(least);
      demands.add(Math.sqrt(least * most));
    }
    double quota =
        (limit.limited() ? limit.quotaUs() : cpus * CpuLimit.DEFAULT_PERIOD_US) * 1_000.0;
    List<Shape> shapes = new ArrayList<>();
    for (double demand : demands) {
      long activation =
          Math.round(
              Math.max((double) load.activationNs(), demand * 1e9 / MOST_ACTIVATIONS_PER_SECOND));
      Shape even = new Shape(demand, threads, activation, load.kernelShare(), false, 0, 0);
      shapes.add(even);
      if (demand >= 0.98 * threads || demand > MOST_OF_LIMIT * limit.cpus()) {
        continue;
      }
      shapes.add(even.byTheClock());
      for (double share : brief ? new double[] {0.7} : BURST_SHARES) {
        for (double burst : brief ? FEW_BURSTS : BURSTS_PER_QUOTA) {
          Shape shape = even.withBursts(share, Math.round(burst * quota));
          if (fits(shape, cpus)) {
            shapes.add(shape);
          }
        }
      }
    }
    return shapes;
  }

  /** Whether the threads never slept. */
  static boolean alwaysBusy(GroupLoad load) {
    return load.waiting().isPresent()
        && load.usage() + load.waiting().getAsDouble() >= ALWAYS_BUSY * load.heavyThreads();
  }

  /**
   * Threads that never slept: they may always have work of their own, or a backlog from outside
   * that needs little more than the limit gives; nothing in the counters tells.
   */
  private static List<Shape> saturated(GroupLoad load, int threads, double least, double most) {
    long activation =
        Math.round(
            Math.max((double) load.activationNs(), most * 1e9 / MOST_ACTIVATIONS_PER_SECOND));
    Shape hogs = new Shape(threads, threads, activation, load.kernelShare(), false, 0, 0);
    List<Shape> shapes = new ArrayList<>();
    shapes.add(hogs);
    for (double demand : new double[] {least * 1.05, Math.sqrt(least * most)}) {
      if (demand < 0.95 * threads) {
        shapes.add(new Shape(demand, threads, activation, load.kernelShare(), true, 0, 0));
      }
    }
    return shapes;
  }

  /** Variations of shapes that came near, for a second round. */
  static List<Shape> around(List<Shape> near, int each, int cpus, SplittableRandom random) {
    List<Shape> shapes = new ArrayList<>();
    for (Shape shape : near) {
      for (int i = 0; i < each && shape.burstShare() > 0; i++) {
        double share = Math.clamp(shape.burstShare() * random.nextDouble(0.75, 1.3), 0.1, 1);
        Shape varied =
            shape.withBursts(share, Math.round(shape.burstNs() * random.nextDouble(0.7, 1.4)));
        if (fits(varied, cpus)) {
          shapes.add(varied);
        }
      }
    }
    return shapes;
  }

  /** No burst takes longer than threads and CPUs allow within its own interval. */
  private static boolean fits(Shape shape, int cpus) {
    return shape.burstNs() <= 0.9 * Math.min(shape.threads(), cpus) * shape.burstIntervalNs();
  }
}
