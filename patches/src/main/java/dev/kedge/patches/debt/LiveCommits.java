package dev.kedge.patches.debt;

import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.History;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The commits of a range whose change is still there: a commit that a later one reverts is gone,
 * and so is the revert; a revert of a revert brings the first one back.
 */
public final class LiveCommits {
  private final BitSet live;
  private final int takenBack;

  /** Follows the reverts among these commits. */
  public LiveCommits(CommitIndex index, BitSet range) {
    History history = index.history();
    Map<Integer, List<Fact>> reverts = new HashMap<>();
    index.facts(
        range,
        fact -> {
          boolean undoes = fact.kind() == FactKind.REVERTS || fact.kind() == FactKind.REAPPLIES;
          if (undoes && !fact.hex().isEmpty()) {
            reverts.computeIfAbsent(fact.commit(), n -> new ArrayList<>()).add(fact);
          }
        });
    live = (BitSet) range.clone();
    Map<Integer, Integer> undone = new HashMap<>();
    for (int n = range.nextSetBit(0); n >= 0; n = range.nextSetBit(n + 1)) {
      for (Fact fact : reverts.getOrDefault(n, List.of())) {
        for (int target : history.matching(fact.hex())) {
          if (target < n && range.get(target)) {
            undo(n, target, undone);
          }
        }
      }
    }
    takenBack = range.cardinality() - live.cardinality();
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

  /** The commits whose change is still there. */
  public BitSet commits() {
    return live;
  }

  /** How many commits undo each other. */
  public int takenBack() {
    return takenBack;
  }
}
