package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.Kernel.PeltClock;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Load average of one group's queue on a one-CPU machine, under one rule for its clock: the
 * runnable weight of tasks of nice 0, decayed with a half-life of 32 periods of 1.024 ms ({@code
 * kernel/sched/pelt.c}).
 *
 * <p>Partial periods are taken in continuous time, so single values differ from the kernel's by up
 * to one period's contribution.
 */
final class PeltTracker implements SimulationListener {
  static final long SAMPLE_NS = 4_000_000;
  private static final double HALF_LIFE_NS = 32 * 1_024_000.0;
  private static final int WEIGHT = 1024;

  private final int group;
  private final PeltClock rule;
  private final long from;
  private final BitSet members = new BitSet();
  private final BitSet runnable = new BitSet();
  private final List<Double> samples = new ArrayList<>();
  private boolean throttled;
  private long at;
  private double load;
  private double area;
  private double refillLoads;
  private int refills;
  private long partialNs;
  private long emptyNs;

  /** Tracks a group from the start and sums up from a moment on. */
  PeltTracker(int group, PeltClock rule, long from) {
    this.group = group;
    this.rule = rule;
    this.from = from;
  }

  @Override
  public void started(long now, int task, int inGroup) {
    members.set(task, inGroup == group);
  }

  @Override
  public void moved(long now, int task, int inGroup, int cpu) {
    advance(now);
    members.set(task, inGroup == group);
  }

  @Override
  public void woken(long now, int cpu, int task) {
    advance(now);
    runnable.set(task);
  }

  @Override
  public void blocked(long now, int task, int lock) {
    advance(now);
    runnable.clear(task);
  }

  @Override
  public void exited(long now, int task) {
    advance(now);
    runnable.clear(task);
    members.clear(task);
  }

  @Override
  public void limbo(long now, int cpu, int task, boolean in) {
    advance(now);
    runnable.set(task, !in);
  }

  @Override
  public void throttled(long now, int ofGroup, int cpu, boolean on) {
    if (ofGroup != group) {
      return;
    }
    advance(now);
    throttled = on;
    if (!on && now >= from) {
      refillLoads += load;
      refills++;
    }
  }

  /** Takes the average to a moment. */
  void advance(long now) {
    while (at < now) {
      long next = Math.min(now, (at / SAMPLE_NS + 1) * SAMPLE_NS);
      step(next - at);
      at = next;
      if (at % SAMPLE_NS == 0) {
        samples.add(load);
      }
    }
  }

  private void step(long ns) {
    int queued = 0;
    for (int task = runnable.nextSetBit(0); task >= 0; task = runnable.nextSetBit(task + 1)) {
      queued += members.get(task) ? 1 : 0;
    }
    boolean stopped =
        throttled
            && switch (rule) {
              case STOP_WHEN_EMPTY -> queued == 0;
              case STOP_AT_THROTTLE -> true;
              case KEEP -> false;
            };
    if (!stopped) {
      double kept = Math.exp(-Math.log(2) * ns / HALF_LIFE_NS);
      load = load * kept + queued * WEIGHT * (1 - kept);
    }
    if (at >= from) {
      area += load * ns;
      partialNs += throttled && queued > 0 ? ns : 0;
      emptyNs += throttled && queued == 0 ? ns : 0;
    }
  }

  /** Mean over the time since the first moment that counts. */
  double meanLoad() {
    return at <= from ? 0 : area / (at - from);
  }

  /** Mean at the ends of throttles: what the group's weight is computed from when it comes back. */
  double loadAtUnthrottle() {
    return refills == 0 ? 0 : refillLoads / refills;
  }

  /** Throttled, while something of the group was still runnable in the kernel. */
  long partialNs() {
    return partialNs;
  }

  /** Throttled, with nothing left to run. */
  long emptyNs() {
    return emptyNs;
  }

  /** The average each {@value #SAMPLE_NS} ns since the start. */
  List<Double> samples() {
    return List.copyOf(samples);
  }
}
