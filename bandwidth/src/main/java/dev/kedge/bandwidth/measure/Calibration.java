package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.Overhead;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the measurement itself says about the machine: the kernel's time per tick, switch, wakeup
 * and slice timer, and how fast it reads zeros. Fitted once over all rows of a file, never to a
 * single one.
 *
 * @param overhead the kernel's own time
 * @param overheadLow by which factor it is smaller in the rows that need least of it (5th
 *     percentile)
 * @param overheadHigh by which factor it is larger in those that need most (95th percentile)
 * @param readNsPerKib CPU time of a read system call per KiB, nanoseconds
 */
public record Calibration(
    Overhead overhead, double overheadLow, double overheadHigh, double readNsPerKib) {
  /** 32 MiB of zeros in 27 ms: what a small virtual machine does. */
  private static final double DEFAULT_READ_NS_PER_KIB = 824;

  private static final int FIT_ROUNDS = 2_000;
  private static final int TERMS = 4;

  /** Simulations behind each count; a single one leaves ticks and wakeups hard to tell apart. */
  private static final int COUNTED_PHASES = 8;

  static final Calibration NONE = new Calibration(Overhead.NONE, 1, 1, DEFAULT_READ_NS_PER_KIB);

  /**
   * One run: how often the kernel took time, and how much it took, per CPU second.
   *
   * @param weight of its error: what counts is the relative one, and a configuration that was run
   *     more often does not count for more
   */
  private record Sample(List<Double> counts, double extra, double weight) {}

  /**
   * Fits one machine.
   *
   * @param kernelOf the rules each run is simulated by
   */
  static Calibration fit(
      List<MeasuredRun> runs, Function<MeasuredRun, Kernel> kernelOf, Machine machine) {
    List<Sample> samples = samples(runs, kernelOf, machine);
    double[] costs = leastSquares(samples);
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : samples) {
      double predicted = 0;
      for (int i = 0; i < TERMS; i++) {
        predicted += costs[i] * sample.counts.get(i);
      }
      if (predicted > 0) {
        ratios.add(sample.extra / predicted);
      }
    }
    Collections.sort(ratios);
    Overhead overhead =
        new Overhead(
            Math.round(costs[0]), Math.round(costs[1]), Math.round(costs[2]), Math.round(costs[3]));
    double read = readNsPerKib(runs, kernelOf);
    return ratios.isEmpty()
        ? new Calibration(overhead, 1, 1, read)
        : new Calibration(overhead, at(ratios, 0.05), at(ratios, 0.95), read);
  }

  /** The overhead of one run, drawn where it lies between the factors. */
  Overhead draw(double uniform) {
    double factor = overheadLow + (overheadHigh - overheadLow) * uniform;
    return new Overhead(
        Math.round(overhead.tickNs() * factor),
        Math.round(overhead.switchNs() * factor),
        Math.round(overhead.sliceTimerNs() * factor),
        Math.round(overhead.wakeNs() * factor));
  }

  private static double at(List<Double> sorted, double quantile) {
    return sorted.get((int) Math.round(quantile * (sorted.size() - 1)));
  }

  private static List<Sample> samples(
      List<MeasuredRun> runs, Function<MeasuredRun, Kernel> kernelOf, Machine machine) {
    List<Sample> samples = new ArrayList<>();
    Map<String, double[]> counted = new HashMap<>();
    for (MeasuredRun run : runs) {
      double cpu = 0;
      double user = 0;
      for (MeasuredGroup group : run.groups()) {
        if (group.load().readers() == 0) {
          cpu += group.values().taskCpuNs();
          user += group.values().taskUserNs();
        }
      }
      if (user > 0 && cpu > user) {
        double[] counts =
            counted.computeIfAbsent(
                run.kernel() + ' ' + run.row() + ' ' + run.outsideClass(machine.cpus()),
                _ -> count(run, kernelOf.apply(run), machine));
        samples.add(sample(counts, cpu, cpu - user, repetitions(runs, run)));
      }
    }
    return samples;
  }

  private static int repetitions(List<MeasuredRun> runs, MeasuredRun run) {
    int same = 0;
    for (MeasuredRun other : runs) {
      same += other.row().equals(run.row()) && other.kernel().equals(run.kernel()) ? 1 : 0;
    }
    return same;
  }

  /**
   * How often the kernel took time from the run's tasks, on average over phases: the terms of
   * {@link Overhead}.
   */
  private static double[] count(MeasuredRun run, Kernel kernel, Machine machine) {
    double[] mean = new double[TERMS];
    for (int seed = 1; seed <= COUNTED_PHASES; seed++) {
      var scenario = MeasuredScenario.of(run, kernel, machine, NONE, seed);
      StallRecorder recorder =
          new StallRecorder(machine.cpus(), MeasuredScenario.SETTLE_NS, Long.MAX_VALUE, 0);
      Simulation.of(scenario, recorder).runUntil(scenario.durationNs());
      mean[0] += (double) recorder.ticks() / COUNTED_PHASES;
      mean[1] += (double) recorder.switches() / COUNTED_PHASES;
      mean[2] += (double) recorder.sliceTimers() / COUNTED_PHASES;
      mean[3] += (double) recorder.wakeups() / COUNTED_PHASES;
    }
    return mean;
  }

  private static Sample sample(double[] counts, double cpu, double extra, int repetitions) {
    double share = extra / cpu;
    return new Sample(
        Arrays.stream(counts).mapToObj(n -> n / cpu).toList(),
        share,
        1 / (share * share * repetitions));
  }

  /** Weighted least squares with costs that are at least 0, by cyclic coordinate descent. */
  private static double[] leastSquares(List<Sample> samples) {
    double[] costs = new double[TERMS];
    for (int round = 0; round < FIT_ROUNDS; round++) {
      for (int term = 0; term < TERMS; term++) {
        double above = 0;
        double below = 0;
        for (Sample sample : samples) {
          double rest = sample.extra;
          for (int other = 0; other < TERMS; other++) {
            rest -= other == term ? 0 : costs[other] * sample.counts.get(other);
          }
          double count = sample.counts.get(term);
          above += sample.weight * rest * count;
          below += sample.weight * count * count;
        }
        costs[term] = below == 0 ? 0 : Math.max(0, above / below);
      }
    }
    return costs;
  }

  /** A group throttle interrupts the last call; a per-task throttle waits for its end. */
  private static double readNsPerKib(
      List<MeasuredRun> runs, Function<MeasuredRun, Kernel> kernelOf) {
    List<Double> rates = new ArrayList<>();
    for (MeasuredRun run : runs) {
      boolean interrupted = !kernelOf.apply(run).mechanism().perTask();
      for (MeasuredGroup group : run.groups()) {
        MeasuredGroup.Load load = group.load();
        long done = group.values().jobsDone();
        if (load.readers() > 0 && load.hogs() + load.jobs() == 0 && done > 0) {
          double calls = done + (interrupted ? load.readers() / 2.0 : 0);
          rates.add(group.values().usageNs() / calls / load.readKib());
        }
      }
    }
    Collections.sort(rates);
    return rates.isEmpty() ? DEFAULT_READ_NS_PER_KIB : rates.get(rates.size() / 2);
  }
}
