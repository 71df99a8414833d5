package dev.kedge.patches.debt;

import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.History;
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
  private final Map<Long, Integer> bySubject = new HashMap<>();

  /** The commits that are taken back, with the revert that does it. */
  private final Map<Integer, Integer> revertOf = new HashMap<>();

  /** Looks in these commits. */
  public UpstreamCopies(CommitIndex index, BitSet upstream) {
    this.index = index;
    this.history = index.history();
    for (int n = upstream.nextSetBit(0); n >= 0; n = upstream.nextSetBit(n + 1)) {
      bySubject.put(history.subjectKey(n), n);
    }
    index.facts(upstream, this::note);
  }

  private void note(Fact fact) {
    if (fact.hex().isEmpty()) {
      return;
    }
    for (int target : history.matching(fact.hex())) {
      if (fact.kind() == FactKind.REVERTS) {
        revertOf.put(target, fact.commit());
      } else if (fact.kind() == FactKind.REAPPLIES) {
        revertOf.remove(target);
        revertOf.values().removeIf(revert -> revert == target);
      }
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
    return revertOf.containsKey(upstreamCommit);
  }

  /** Says whether one of the ids is a commit of upstream. */
  public boolean has(String hex, BitSet upstream) {
    for (int n : history.matching(hex)) {
      if (upstream.get(n)) {
        return true;
      }
    }
    return false;
  }
}
