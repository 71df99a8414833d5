package dev.kedge.patches.check;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.change.NamedChanges;
import dev.kedge.patches.change.RevertStates;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What the rules know beside the commit: the branch as it would be, and the upstream history. */
final class RangeContext {
  private final CommitIndex index;
  private final FactTable facts;
  private final BitSet branch;
  private final NamedChanges carried;
  private final RevertStates branchReverts;
  private final int[] generations;
  private final Optional<Upstream> upstream;

  /**
   * The upstream history.
   *
   * @param commits everything below its tip
   * @param reverts what it took back
   */
  record Upstream(BitSet commits, RevertStates reverts) {}

  RangeContext(CommitIndex index, CommitId head, Optional<CommitId> upstreamTip) {
    this.index = index;
    History history = index.history();
    this.branch = history.reachable(List.of(head));
    BitSet all = (BitSet) branch.clone();
    Optional<BitSet> reached = upstreamTip.map(tip -> history.reachable(List.of(tip)));
    reached.ifPresent(all::or);
    this.facts = new FactTable(index, all);
    this.carried = new NamedChanges(index, branch, facts);
    this.branchReverts = new RevertStates(history, branch, carried, facts);
    this.generations = history.generations();
    this.upstream =
        reached.map(commits ->
            new Upstream(
                commits,
                new RevertStates(
                    history, commits, new NamedChanges(index, commits, facts), facts)));
  }

  CommitIndex index() {
    return index;
  }

  History history() {
    return index.history();
  }

  FactTable facts() {
    return facts;
  }

  /** The changes that the branch carries with the range in it. */
  NamedChanges carried() {
    return carried;
  }

  RevertStates branchReverts() {
    return branchReverts;
  }

  Optional<Upstream> upstream() {
    return upstream;
  }

  /** Says whether the first commit lies above the second, or beside it further from the roots. */
  boolean after(int commit, int other) {
    return generations[commit] > generations[other];
  }
}
