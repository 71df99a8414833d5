package dev.kedge.patches.debt;

import dev.kedge.patches.change.NamedChanges;
import dev.kedge.patches.change.RevertStates;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds a downstream patch in upstream under another id: the same subject by the same author, or
 * written at the same second.
 */
public final class UpstreamCopies {
  private final CommitIndex index;
  private final History history;
  private final BitSet upstream;
  private final RevertStates reverts;
  private final Map<Long, Integer> bySubject = new HashMap<>();

  /** Looks in these commits. */
  public UpstreamCopies(CommitIndex index, BitSet upstream) {
    this.index = index;
    this.history = index.history();
    this.upstream = upstream;
    FactTable facts = new FactTable(index, upstream);
    this.reverts =
        new RevertStates(history, upstream, new NamedChanges(index, upstream, facts), facts);
    for (int n = upstream.nextSetBit(0); n >= 0; n = upstream.nextSetBit(n + 1)) {
      bySubject.put(history.subjectKey(n), n);
    }
  }

  /** The number of the upstream commit that is the same patch. */
  public OptionalInt of(int commit) {
    Integer candidate = bySubject.get(history.subjectKey(commit));
    if (candidate == null || candidate == commit) {
      return OptionalInt.empty();
    }
    boolean same =
        history.authorSeconds(candidate) == history.authorSeconds(commit)
            || index.commit(candidate).author().equals(index.commit(commit).author());
    return same ? OptionalInt.of(candidate) : OptionalInt.empty();
  }

  /** Says whether upstream took this upstream commit back. */
  public boolean takenBack(int upstreamCommit) {
    return reverts.takenBackBy(upstreamCommit).isPresent();
  }

  /** The number of the upstream commit whose id begins so. */
  public OptionalInt named(String hex) {
    return Arrays.stream(history.matching(hex)).filter(upstream::get).findFirst();
  }
}
