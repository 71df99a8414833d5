package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Band;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The limits on the way to a group, and which of them throttles it. */
final class Levels {
  private Levels() {}

  /** One level from its counters alone. */
  static Level measured(HostSnapshot host, GroupTree tree, GroupSnapshot group) {
    return level(host, tree, group, Optional.empty(), false);
  }

  /** All limited levels of a chain, with what the simulation of today's limits gave. */
  static List<Level> of(
      HostSnapshot host, GroupTree tree, List<GroupSnapshot> chain, List<Trial> runs) {
    List<Level> levels = new ArrayList<>();
    for (GroupSnapshot group : chain) {
      if (group.limit().limited()) {
        Optional<Band> simulated =
            runs.stream().allMatch(run -> run.throttledShares().containsKey(group.path()))
                ? Optional.of(Band.of(runs, run -> run.throttledShares().get(group.path())))
                : Optional.empty();
        levels.add(level(host, tree, group, simulated, false));
      }
    }
    return markClosing(levels);
  }

  private static Level level(
      HostSnapshot host,
      GroupTree tree,
      GroupSnapshot group,
      Optional<Band> simulated,
      boolean closes) {
    CounterReading growth = group.growth();
    double interval = host.intervalNs();
    return new Level(
        group.path(),
        group.limit().cpuMax(),
        tree.usage(group),
        LoadEstimate.throttledShare(group),
        growth.has(Counter.THROTTLED)
            ? OptionalDouble.of(growth.orZero(Counter.THROTTLED) / interval)
            : OptionalDouble.empty(),
        simulated,
        closes);
  }

  /** What was measured decides; what was simulated does where nothing was counted. */
  private static List<Level> markClosing(List<Level> levels) {
    Optional<Level> worst =
        levels.stream().max(Comparator.comparingDouble(Levels::share)).filter(l -> share(l) > 0);
    return levels.stream()
        .map(level ->
            worst.isPresent() && worst.get().path().equals(level.path())
                ? new Level(
                    level.path(),
                    level.limit(),
                    level.usage(),
                    level.throttledShare(),
                    level.throttledCpus(),
                    level.simulatedShare(),
                    true)
                : level)
        .toList();
  }

  static double share(Level level) {
    return level.throttledShare().orElse(level.simulatedShare().map(Band::median).orElse(0.0));
  }
}
