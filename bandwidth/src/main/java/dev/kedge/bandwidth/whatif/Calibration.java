package dev.kedge.bandwidth.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Keeps of many candidate loads those that, simulated under today's limit, give back what the
 * counters say (rejection sampling over a grid): throttled periods, usage, waiting, unevenness.
 */
final class Calibration {
  private static final int MOST_KEPT = 8;
  private static final int NEAREST = 3;

  private final Trials trials;
  private final long seed;

  Calibration(Trials trials, long seed) {
    this.trials = trials;
    this.seed = seed;
  }

  /**
   * The loads that remain.
   *
   * @param demands not empty, the likeliest first
   * @param confidence in the fit alone
   * @param notes what there is to say about it
   */
  record Fit(List<Demand> demands, Confidence confidence, List<String> notes) {
    Fit {
      demands = List.copyOf(demands);
      notes = List.copyOf(notes);
    }
  }

  private record Scored(Demand demand, double distance, Trial trial) {}

  /** Tries the candidates; there is at least one. */
  Fit fit(HostCase host, GroupLoad load, long periods, List<? extends Demand> candidates) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Demand demand = candidates.get(i);
      Trial trial = trials.run(host, demand, seed + i, 0.5);
      scored.add(new Scored(demand, distance(load, periods, trial), trial));
    }
    scored.sort(Comparator.comparingDouble(Scored::distance));
    List<Scored> kept =
        scored.stream().filter(one -> one.distance() <= 1).limit(MOST_KEPT).toList();
    boolean reproduced = !kept.isEmpty();
    if (!reproduced) {
      kept = scored.subList(0, Math.min(NEAREST, scored.size()));
    }
    Trial best = kept.getFirst().trial();
    String gives =
        String.format(
            Locale.ROOT,
            "throttled in %.1f %% of the periods (measured %s), %.3f CPUs (measured %.3f)",
            100 * best.throttledShare(),
            load.throttledShare().isPresent()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * load.throttledShare().getAsDouble())
                : "nothing",
            best.usage(),
            load.usage());
    String note =
        reproduced
            ? "%d of %d loads tried give back the counters; the nearest: %s"
                .formatted(kept.size(), candidates.size(), gives)
            : "no load tried gives back the counters; the nearest: " + gives;
    return new Fit(
        kept.stream().map(Scored::demand).toList(),
        reproduced ? Confidence.HIGH : Confidence.LOW,
        List.of(note));
  }

  /** 1 where a run lies at the edge of what may still be the measured group. */
  private static double distance(GroupLoad load, long periods, Trial trial) {
    double usage = Math.abs(trial.usage() - load.usage()) / (0.06 * load.usage() + 0.01);
    double share = 0;
    if (load.throttledShare().isPresent()) {
      double measured = load.throttledShare().getAsDouble();
      double deviation = Math.sqrt(measured * (1 - measured) / Math.max(1, periods));
      share = Math.abs(trial.throttledShare() - measured) / (0.03 + 2 * deviation);
    }
    double waiting = 0;
    if (load.waiting().isPresent()) {
      double ratio = (trial.waiting() + 0.02) / (load.waiting().getAsDouble() + 0.02);
      waiting = Math.abs(Math.log(ratio)) / Math.log(3);
    }
    double variation = 0;
    if (load.variation().isPresent() && trial.variation().isPresent()) {
      variation =
          Math.abs(trial.variation().getAsDouble() - load.variation().getAsDouble())
              / (0.1 + 0.3 * load.variation().getAsDouble());
    }
    return Math.max(Math.max(usage, share), Math.max(waiting, variation));
  }
}
