package dev.kedge.patches.debt;

import dev.kedge.patches.PatchesException;
import dev.kedge.patches.change.NamedChanges;
import dev.kedge.patches.change.RevertStates;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.IndexedCommit;
import dev.kedge.patches.provenance.ProvenanceClass;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The commits of a range whose change is still there: a commit that a later one reverts is gone,
 * and so is the revert; a revert of a revert brings the first one back.
 */
public final class LiveCommits {
  private final BitSet range;
  private final BitSet live;
  private final FactTable facts;
  private final List<IndexedCommit> commits;

  /**
   * Follows the reverts among these commits.
   *
   * @throws PatchesException when one lacks a parent: what lies below the cut of a shallow clone
   *     would be left out without a word
   */
  public LiveCommits(CommitIndex index, BitSet range) {
    History history = index.history();
    requireWhole(history, range);
    this.range = range;
    this.facts = new FactTable(index, range);
    RevertStates reverts =
        new RevertStates(history, range, new NamedChanges(index, range, facts), facts);
    this.live = (BitSet) range.clone();
    range.stream()
        .filter(n -> reverts.undoes(n) || reverts.takenBackBy(n).isPresent())
        .forEach(live::clear);
    int[] generation = history.generations();
    this.commits =
        live.stream()
            .boxed()
            .sorted(Comparator.comparingInt(n -> generation[n]))
            .map(index::commit)
            .filter(commit -> commit.kind() != ProvenanceClass.MERGE)
            .toList();
  }

  private static void requireWhole(History history, BitSet range) {
    for (int n = range.nextSetBit(0); n >= 0; n = range.nextSetBit(n + 1)) {
      if (Arrays.stream(history.parents(n)).anyMatch(parent -> parent < 0)) {
        throw PatchesException.environment(
            "the clone is shallow, what lies below commit %s of the range is not there: git fetch --unshallow"
                .formatted(history.id(n).abbreviated()));
      }
    }
  }

  /** The commits whose change is still there, parents before children, without merges. */
  public List<IndexedCommit> commits() {
    return commits;
  }

  /** What the commits of the range say of others. */
  public FactTable facts() {
    return facts;
  }

  /** How many commits of the range undo each other. */
  public int takenBack() {
    return range.cardinality() - live.cardinality();
  }
}
