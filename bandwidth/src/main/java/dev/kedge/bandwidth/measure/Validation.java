package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.sim.SimulationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Simulates every row of a measurement over phases and placements and compares.
 *
 * <p>Where the pauses of a lone hog on one CPU are known, the phases are read from them and a
 * single simulation has to match.
 */
public final class Validation {
  private static final long STALL_NS = 1_000_000;
  private static final int STALLS_KEPT = 60;
  private static final long LATENCY_STEP_NS = 500;
  private static final long MAX_LATENCY_NS = 45_000;

  /** Neighbouring seeds have no simulation in common, up to so many per row. */
  private static final long SEED_STRIDE = 1_000;

  private final Function<String, Kernel> kernels;
  private final int phases;
  private final long seed;
  private final IntConsumer progress;

  /**
   * Sets a validation up.
   *
   * @param kernels the rules to simulate by, for the release a run names; asked with an empty text
   *     where the file names none
   * @param phases simulations per row, at least 1
   * @param progress told how many rows are done
   */
  public Validation(Function<String, Kernel> kernels, int phases, long seed, IntConsumer progress) {
    this.kernels = kernels;
    this.phases = phases;
    this.seed = seed;
    this.progress = progress;
  }

  /** What one simulation gave, by group and metric. */
  private record Outcome(List<Map<Metric, Double>> groups, List<Long> stallStarts) {}

  /**
   * Validates a file.
   *
   * @throws dev.kedge.bandwidth.BandwidthException when it holds what cannot be used
   */
  public ValidationReport validate(Path file) throws IOException {
    List<MeasuredRun> runs = MeasurementFile.read(file);
    StallFile stalls = StallFile.beside(file);
    Machine machine = Machine.of(cpus(runs));
    Calibration calibration = Calibration.fit(runs, this::kernel, machine);
    List<Comparison> comparisons = new ArrayList<>();
    List<RowVerdict> verdicts = new ArrayList<>();
    Map<List<Object>, List<Outcome>> simulated = new LinkedHashMap<>();
    int done = 0;
    for (MeasuredRun run : runs) {
      RowClass rowClass = RowClass.of(run, machine.cpus());
      Optional<List<StallFile.Stall>> known =
          lonelyHog(run, rowClass) ? stalls.of(run) : Optional.empty();
      List<Outcome> outcomes;
      boolean startsWithin = true;
      if (known.isPresent()) {
        outcomes = List.of(bestLatency(run, machine, calibration, known.get()));
        Comparison starts = stallStarts(run, rowClass, known.get(), outcomes.getFirst(), machine);
        comparisons.add(starts);
        startsWithin = starts.within();
      } else {
        outcomes =
            simulated.computeIfAbsent(
                List.of(run.kernel(), run.row(), run.outsideClass(machine.cpus())),
                _ -> overPhases(run, machine, calibration));
      }
      for (int g = 0; g < run.groups().size(); g++) {
        RowComparison row = comparison(run, g, rowClass, outcomes);
        comparisons.addAll(row.comparisons());
        verdicts.add(row.verdict().and(startsWithin));
      }
      progress.accept(++done);
    }
    return new ValidationReport(comparisons, verdicts, calibration, phases);
  }

  private static RowComparison comparison(
      MeasuredRun run, int group, RowClass rowClass, List<Outcome> outcomes) {
    return new RowComparison(
        run,
        run.groups().get(group),
        rowClass,
        outcomes.stream().map(outcome -> outcome.groups().get(group)).toList());
  }

  private static int cpus(List<MeasuredRun> runs) {
    int highest = 0;
    for (MeasuredRun run : runs) {
      for (MeasuredGroup group : run.groups()) {
        highest = Math.max(highest, group.cpus().highest());
      }
    }
    return highest + 1;
  }

  private Kernel kernel(MeasuredRun run) {
    return kernels.apply(run.kernel());
  }

  private static boolean lonelyHog(MeasuredRun run, RowClass rowClass) {
    return rowClass == RowClass.ONE_CPU_HOGS && run.groups().getFirst().load().hogs() == 1;
  }

  private List<Outcome> overPhases(MeasuredRun run, Machine machine, Calibration calibration) {
    List<Outcome> outcomes = new ArrayList<>();
    long first = SEED_STRIDE * seed;
    for (int i = 0; i < phases; i++) {
      outcomes.add(
          simulate(run, MeasuredScenario.of(run, kernel(run), machine, calibration, first + i)));
    }
    return outcomes;
  }

  /**
   * A task runs later than the refill that lets it, by an interrupt and a switch, and so does its
   * first run after its start: how much is found on every second pause, the others are what is
   * judged. The error of a wrong latency adds up from refill to refill, so that the first pauses
   * alone would not tell it.
   */
  private Outcome bestLatency(
      MeasuredRun run, Machine machine, Calibration calibration, List<StallFile.Stall> stalls) {
    List<StallFile.Stall> fitted = everySecond(stalls, 0);
    double best = -1;
    List<Outcome> outcomes = new ArrayList<>();
    for (long latency = 0; latency <= MAX_LATENCY_NS; latency += LATENCY_STEP_NS) {
      Outcome outcome = simulate(run, given(run, machine, calibration, stalls, latency));
      double share = share(fitted, outcome, machine);
      if (share > best) {
        best = share;
        outcomes.clear();
      }
      if (share == best) {
        outcomes.add(outcome);
      }
    }
    return outcomes.get(outcomes.size() / 2);
  }

  private static List<StallFile.Stall> everySecond(List<StallFile.Stall> stalls, int from) {
    List<StallFile.Stall> half = new ArrayList<>();
    for (int i = from; i < Math.min(stalls.size(), STALLS_KEPT); i += 2) {
      half.add(stalls.get(i));
    }
    return half;
  }

  /**
   * Phases from what the task saw since its start, which the simulation has at its first run:
   * pauses begin at ticks and end after refills.
   */
  private Scenario given(
      MeasuredRun run,
      Machine machine,
      Calibration calibration,
      List<StallFile.Stall> stalls,
      long latency) {
    long period = run.groups().getFirst().limit().periodUs() * Machine.NS_PER_US;
    long[] starts = stalls.stream().mapToLong(StallFile.Stall::startNs).toArray();
    long[] ends = stalls.stream().mapToLong(StallFile.Stall::endNs).toArray();
    long firstRun = MeasuredScenario.SETTLE_NS - latency;
    long tickPhase =
        Math.floorMod(commonPhase(starts, machine.tickNs()) + firstRun, machine.tickNs());
    long offset = Math.floorMod(commonPhase(ends, period) - latency + firstRun, period);
    return MeasuredScenario.undisturbed(
        run,
        kernel(run),
        machine.withTick(machine.tickNs(), tickPhase).withOverhead(calibration.overhead()),
        calibration,
        List.of(offset),
        seed);
  }

  /** The phase most times agree on: the one with the most others within 2 % of the cycle. */
  private static long commonPhase(long[] times, long cycle) {
    long best = 0;
    int most = -1;
    for (long time : times) {
      long phase = Math.floorMod(time, cycle);
      int near = 0;
      for (long other : times) {
        long distance = Math.floorMod(other - time, cycle);
        near += Math.min(distance, cycle - distance) <= cycle / 50 ? 1 : 0;
      }
      if (near > most) {
        most = near;
        best = phase;
      }
    }
    return best;
  }

  private static Outcome simulate(MeasuredRun run, Scenario scenario) {
    Map<String, String> paths = MeasuredScenario.paths(run);
    StallRecorder stalls =
        new StallRecorder(
            scenario.machine().cpus(), MeasuredScenario.SETTLE_NS, STALL_NS, STALLS_KEPT);
    Simulation simulation = Simulation.of(scenario, stalls);
    simulation.runUntil(MeasuredScenario.SETTLE_NS - 1);
    List<Integer> ids = new ArrayList<>();
    List<GroupCounters> before = new ArrayList<>();
    for (MeasuredGroup group : run.groups()) {
      int id = simulation.group(paths.getOrDefault(group.group(), ""));
      ids.add(id);
      before.add(simulation.counters(id));
    }
    simulation.runUntil(scenario.durationNs());
    SimulationResult result = simulation.result();
    List<Map<Metric, Double>> groups = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      GroupCounters counters = simulation.counters(ids.get(i)).minus(before.get(i));
      Map<Metric, Double> values = values(counters);
      String jobs = MeasuredScenario.jobs(run.groups().get(i));
      for (OperationResult operation : result.operations()) {
        if (operation.name().equals(jobs)) {
          values.put(Metric.JOBS_DONE, (double) operation.done());
          values.put(Metric.RESPONSE_P50, response(operation, 0.5));
          values.put(Metric.RESPONSE_P99, response(operation, 0.99));
        }
      }
      values.put(Metric.STALL_MAX, stalls.longestNs() / 1e3);
      groups.add(values);
    }
    return new Outcome(groups, stalls.starts());
  }

  /** The measurement's own percentile, in microseconds: the value at index n·q of n sorted ones. */
  private static double response(OperationResult operation, double q) {
    long count = operation.nanoseconds().getTotalCount();
    if (count == 0) {
      return 0;
    }
    double rank = Math.min((double) count, Math.floor(count * q) + 1);
    return operation.nanoseconds().getValueAtPercentile(100 * (rank - 0.5) / count) / 1e3;
  }

  private static Map<Metric, Double> values(GroupCounters counters) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.NR_PERIODS, (double) counters.nrPeriods());
    values.put(Metric.NR_THROTTLED, (double) counters.nrThrottled());
    values.put(Metric.THROTTLED, counters.throttledNs() / 1e9);
    values.put(Metric.THROTTLED_LOCAL, counters.throttledLocalNs() / 1e9);
    values.put(Metric.NR_BURSTS, (double) counters.nrBursts());
    values.put(Metric.BURST, counters.burstNs() / 1e9);
    values.put(Metric.USAGE, counters.usageNs() / 1e9);
    return values;
  }

  /** The share of measured pauses that the model begins at the same tick. */
  private static Comparison stallStarts(
      MeasuredRun run,
      RowClass rowClass,
      List<StallFile.Stall> measured,
      Outcome outcome,
      Machine machine) {
    double share = share(everySecond(measured, 1), outcome, machine);
    boolean enough = share >= 0.95;
    return new Comparison(
        run.kernel(),
        run.row(),
        run.repetition(),
        run.groups().getFirst().group(),
        rowClass,
        Metric.STALL_STARTS,
        1,
        share,
        share,
        share,
        enough,
        enough);
  }

  private static double share(List<StallFile.Stall> measured, Outcome outcome, Machine machine) {
    List<Long> simulated = outcome.stallStarts();
    long found =
        measured.stream()
            .filter(stall ->
                simulated.stream()
                    .anyMatch(s -> Math.abs(s - stall.startNs()) <= machine.tickNs() / 2))
            .count();
    return measured.isEmpty() ? 1 : (double) found / measured.size();
  }
}
