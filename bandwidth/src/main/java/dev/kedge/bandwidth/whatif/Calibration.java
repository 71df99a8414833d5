package dev.kedge.bandwidth.whatif;

import dev.kedge.model.Printable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Keeps of many candidate loads those that, simulated under today's limit, give back what the
 * counters say (rejection sampling over a grid): throttled periods, usage, waiting, unevenness.
 */
final class Calibration {
  private static final int MOST_KEPT = 8;
  private static final int NEAREST = 3;
  private static final int VARIED = 5;
  private static final int VARIATIONS = 6;

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

  /** Part of its periods in which a limit on the way to the group was seen to throttle. */
  record MeasuredShare(String path, double share, long periods) {}

  private record Scored(Demand demand, double distance, Trial trial) {}

  /**
   * Tries the candidates.
   *
   * @param shares what was measured of the limits on the way to the group
   * @param candidates at least one
   * @param refine whether the nearest are varied in a second round
   */
  Fit fit(
      HostCase host,
      GroupLoad load,
      List<MeasuredShare> shares,
      List<? extends Demand> candidates,
      boolean refine) {
    List<Scored> scored = new ArrayList<>();
    candidates.forEach(demand -> scored.add(score(host, load, shares, demand, scored.size())));
    if (refine) {
      List<Shape> near =
          scored.stream()
              .sorted(Comparator.comparingDouble(Scored::distance))
              .map(Scored::demand)
              .filter(Shape.class::isInstance)
              .map(Shape.class::cast)
              .limit(VARIED)
              .toList();
      Shapes.around(near, VARIATIONS, host.machine().cpus(), new SplittableRandom(seed))
          .forEach(shape -> scored.add(score(host, load, shares, shape, scored.size())));
    }
    scored.sort(Comparator.comparingDouble(Scored::distance));
    List<Scored> kept = spread(scored.stream().filter(one -> one.distance() <= 1).toList());
    boolean reproduced = !kept.isEmpty();
    if (!reproduced) {
      kept = scored.subList(0, Math.min(NEAREST, scored.size()));
    }
    return new Fit(
        kept.stream().map(Scored::demand).toList(),
        reproduced ? Confidence.HIGH : Confidence.LOW,
        List.of(note(load, shares, scored.size(), kept, reproduced)));
  }

  private Scored score(
      HostCase host, GroupLoad load, List<MeasuredShare> shares, Demand demand, int number) {
    Trial trial = trials.run(host, demand, seed + number, 0.5);
    return new Scored(demand, distance(load, shares, trial), trial);
  }

  /** The nearest of each demand in turn: counters that fit several demands must show it. */
  private static List<Scored> spread(List<Scored> accepted) {
    Map<Double, Deque<Scored>> byDemand = new LinkedHashMap<>();
    for (Scored one : accepted) {
      double demand = one.demand() instanceof Shape shape ? shape.demand() : 0;
      byDemand.computeIfAbsent(demand, key -> new ArrayDeque<>()).add(one);
    }
    List<Scored> spread = new ArrayList<>();
    while (spread.size() < Math.min(MOST_KEPT, accepted.size())) {
      for (Deque<Scored> queue : byDemand.values()) {
        if (!queue.isEmpty() && spread.size() < MOST_KEPT) {
          spread.add(queue.remove());
        }
      }
    }
    return spread;
  }

  private static String note(
      GroupLoad load,
      List<MeasuredShare> shares,
      int tried,
      List<Scored> kept,
      boolean reproduced) {
    Trial best = kept.getFirst().trial();
    StringBuilder gives = new StringBuilder();
    for (MeasuredShare level : shares) {
      gives.append(
          String.format(
              Locale.ROOT,
              "%s throttled in %.1f %% of its periods (measured %.1f %%), ",
              Printable.of(level.path(), 100),
              100 * best.throttledShares().getOrDefault(level.path(), 0.0),
              100 * level.share()));
    }
    gives.append(
        String.format(Locale.ROOT, "%.3f CPUs used (measured %.3f)", best.usage(), load.usage()));
    return reproduced
        ? "%d of %d loads tried are used, which give back the counters; the nearest: %s"
            .formatted(kept.size(), tried, gives)
        : "no load tried gives back the counters; the nearest: " + gives;
  }

  /** 1 where a run lies at the edge of what may still be the measured group. */
  private static double distance(GroupLoad load, List<MeasuredShare> shares, Trial trial) {
    double usage = Math.abs(trial.usage() - load.usage()) / (0.06 * load.usage() + 0.01);
    double share = 0;
    for (MeasuredShare level : shares) {
      double deviation = Math.sqrt(level.share() * (1 - level.share()) / level.periods());
      double here = trial.throttledShares().getOrDefault(level.path(), level.share());
      share = Math.max(share, Math.abs(here - level.share()) / (0.03 + 2 * deviation));
    }
    double asleep = 0;
    if (load.waiting().isPresent()) {
      // What is neither running nor waiting sleeps: tells threads that always have work.
      double now = load.usage() + load.waiting().getAsDouble();
      double here = trial.usage() + trial.waiting();
      asleep = Math.abs(here - now) / (0.1 * load.threads() + 0.2 * now);
    }
    double variation = 0;
    if (load.variation().isPresent() && trial.variation().isPresent()) {
      variation =
          Math.abs(trial.variation().getAsDouble() - load.variation().getAsDouble())
              / (0.1 + 0.3 * load.variation().getAsDouble());
    }
    return Math.max(Math.max(usage, share), Math.max(asleep, variation));
  }
}
