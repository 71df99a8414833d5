package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.OperationResult;
import dev.kedge.bandwidth.sim.Simulation;
import dev.kedge.bandwidth.talk.LockCase.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One lock on one kernel, simulated.
 *
 * @param operations of the victim, an unfinished one included
 * @param maxNs the longest
 * @param censored whether the longest was not finished at the end
 * @param blockedNs time the victim waited for locks
 * @param low what the limited group's {@code cpu.stat} grew by since the limit was set
 * @param seeds what the runs of all seeds span
 */
record LockCell(
    long operations,
    long maxNs,
    boolean censored,
    long blockedNs,
    GroupCounters low,
    RunSpan seeds) {
  private static final int VICTIM = 0;
  private static final double ORDER = 10;
  private static final double NS_PER_MS = 1e6;

  /** Below this a maximum is as good as none: the kernels' own idle maxima reach 20 ms. */
  private static final double NO_STALL_MS = 20;

  private static final int SEEDS = 31;

  /** What a measured run is to the runs of all seeds. */
  enum Verdict {
    /** Within a factor of ten of the median run. */
    NEAR,
    /** Not near the median, but some seed does as few and some as many, as short and as long. */
    IN_RANGE,
    /** Neither. */
    OUTSIDE
  }

  /** Simulates with 31 seeds from the one set on; the run with the median of operations. */
  static LockCell simulate(LockCase lock, String release, Settings settings) {
    List<LockCell> cells = new ArrayList<>();
    for (int i = 0; i < SEEDS; i++) {
      cells.add(simulate(lock.scenario(release).withSeed(settings.seed() + i), settings));
    }
    cells.sort(Comparator.comparingLong(LockCell::operations).thenComparingLong(LockCell::maxNs));
    LockCell median = cells.get(SEEDS / 2);
    return median.over(RunSpan.of(cells.stream().map(cell -> cell.seeds).toList()));
  }

  private static LockCell simulate(Scenario scenario, Settings settings) {
    BlockedClock clock = new BlockedClock(VICTIM);
    Simulation simulation = Simulation.of(scenario, clock);
    LongConsumer progress = settings.progress().of(scenario.name(), LockCase.END_NS);
    simulation.runUntil(LockCase.LIMIT_NS);
    int group = simulation.group(LockCase.GROUP);
    GroupCounters before = simulation.counters(group);
    for (int second = 1; second * LockCase.START_NS <= LockCase.END_NS; second++) {
      simulation.runUntil(second * LockCase.START_NS);
      progress.accept(simulation.now());
    }
    OperationResult victim = simulation.result().operations().getFirst();
    long operations = victim.done() + (victim.censoredNs() > 0 ? 1 : 0);
    return new LockCell(
        operations,
        Times.maxNs(victim),
        victim.censoredNs() > 0 && victim.censoredNs() == Times.maxNs(victim),
        clock.blockedNs(simulation.now()),
        simulation.counters(group).minus(before),
        RunSpan.of(operations, Times.maxNs(victim) / NS_PER_MS));
  }

  private LockCell over(RunSpan all) {
    return new LockCell(operations, maxNs, censored, blockedNs, low, all);
  }

  /** Within a factor of ten in operations, and in the maximum where either is a stall. */
  boolean agrees(Measured measured) {
    double max = maxNs / NS_PER_MS;
    boolean none = max <= NO_STALL_MS && measured.maxMs() <= NO_STALL_MS;
    return near((double) operations, (double) measured.operations())
        && (none || near(max, measured.maxMs()));
  }

  /** How what was measured compares with the seeds. */
  Verdict verdict(Measured measured) {
    if (agrees(measured)) {
      return Verdict.NEAR;
    }
    return seeds.contains(measured.operations(), measured.maxMs(), measured.censored())
        ? Verdict.IN_RANGE
        : Verdict.OUTSIDE;
  }

  private static boolean near(double simulated, double measured) {
    double ratio = Math.max(simulated, 1e-3) / Math.max(measured, 1e-3);
    return ratio <= ORDER && ratio >= 1 / ORDER;
  }

  /** Operations and the longest in ms, "c" where it was not finished. */
  String text() {
    return text(operations, maxNs / NS_PER_MS, censored);
  }

  static String text(Measured measured) {
    return text(measured.operations(), measured.maxMs(), measured.censored());
  }

  private static String text(long operations, double maxMs, boolean censored) {
    return "%d / %s%s".formatted(operations, RunSpan.ms(maxMs), censored ? " c" : "");
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operations", operations);
    json.put("seeds", seeds);
    json.put("maxNs", maxNs);
    json.put("censored", censored);
    json.put("blockedNs", blockedNs);
    json.put("nrThrottled", low.nrThrottled());
    json.put("throttledUsec", low.throttledNs() / 1_000);
    json.put("usageUsec", low.usageNs() / 1_000);
    return json;
  }
}
