package dev.kedge.patches.debt;

import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The commits of a range whose change is still there: a commit that a later one reverts is gone,
 * and so is the revert; a revert of a revert brings the first one back.
 */
public final class LiveCommits {
  private final BitSet range;
  private final BitSet live;
  private final List<Integer> ordered;

  /** Follows the reverts among these commits. */
  public LiveCommits(CommitIndex index, BitSet range) {
    History history = index.history();
    this.range = range;
    this.live = (BitSet) range.clone();
    int[] generation = history.generations();
    this.ordered =
        range.stream().boxed().sorted(Comparator.comparingInt(n -> generation[n])).toList();
    FactTable facts = new FactTable(index, range);
    Map<Integer, Integer> undone = new HashMap<>();
    for (int n : ordered) {
      for (Fact fact : facts.of(n)) {
        boolean undoes = fact.kind() == FactKind.REVERTS || fact.kind() == FactKind.REAPPLIES;
        for (int target : undoes ? targets(history, fact) : new int[0]) {
          if (generation[target] < generation[n] && range.get(target)) {
            undo(n, target, undone);
          }
        }
      }
    }
  }

  private static int[] targets(History history, Fact fact) {
    return fact.hex().isEmpty() ? new int[0] : history.matching(fact.hex());
  }

  private void undo(int revert, int target, Map<Integer, Integer> undone) {
    Integer first = undone.remove(target);
    if (first != null) {
      live.set(first);
      live.clear(revert);
    } else if (live.get(target)) {
      live.clear(target);
      live.clear(revert);
      undone.put(revert, target);
    }
  }

  /** The numbers of the commits whose change is still there, parents before children. */
  public List<Integer> commits() {
    return ordered.stream().filter(live::get).toList();
  }

  /** How many commits undo each other. */
  public int takenBack() {
    return range.cardinality() - live.cardinality();
  }
}
