package dev.kedge.patches.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A whole stack replayed.
 *
 * @param steps what happens at each commit, oldest first; merges and pairs of commits that undo
 *     each other are left out
 * @param effort how much work the conflicts are
 */
public record RebaseForecast(List<RebaseStep> steps, Effort effort) {
  /** Copies the steps. */
  public RebaseForecast {
    steps = List.copyOf(steps);
  }

  /** How many commits end like this. */
  public long count(RebaseStep.Outcome outcome) {
    return steps.stream().filter(step -> step.outcome() == outcome).count();
  }

  /**
   * Conflicts of one file, subsystem or owner.
   *
   * @param key what they share
   * @param conflicts commits that conflict, without those that follow from others
   * @param following commits that follow from others' conflicts
   */
  public record Spot(String key, int conflicts, int following) {}

  /** Where it conflicts, by file. */
  public List<Spot> byFile() {
    return spots(RebaseStep::files);
  }

  /** Where it conflicts, by a property of the commits such as subsystem or owner. */
  public List<Spot> by(Function<RebaseStep, String> property) {
    return spots(step -> List.of(property.apply(step)));
  }

  private List<Spot> spots(Function<RebaseStep, List<String>> keys) {
    Map<String, int[]> counts = new TreeMap<>();
    for (RebaseStep step : steps) {
      boolean conflict = step.outcome() == RebaseStep.Outcome.CONFLICT;
      if (conflict || step.outcome() == RebaseStep.Outcome.FOLLOWS_CONFLICT) {
        for (String key : keys.apply(step)) {
          counts.computeIfAbsent(key, k -> new int[2])[conflict ? 0 : 1]++;
        }
      }
    }
    List<Spot> spots = new ArrayList<>();
    counts.forEach((key, count) -> spots.add(new Spot(key, count[0], count[1])));
    spots.sort(
        Comparator.comparingInt(Spot::conflicts).thenComparingInt(Spot::following).reversed());
    return spots;
  }
}
