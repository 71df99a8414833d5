package dev.kedge.patches.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What some commits say of others, in memory, by the number of who says it. */
public final class FactTable {
  private final Map<Integer, List<Fact>> facts = new HashMap<>();

  /** Reads the facts of these commits. */
  public FactTable(CommitIndex index, BitSet commits) {
    index.facts(
        commits, fact -> facts.computeIfAbsent(fact.commit(), n -> new ArrayList<>(2)).add(fact));
  }

  /** Everything a commit says. */
  public List<Fact> of(int commit) {
    return facts.getOrDefault(commit, List.of());
  }

  /** What a commit says of this kind. */
  public List<Fact> of(int commit, FactKind kind) {
    return of(commit).stream().filter(fact -> fact.kind() == kind).toList();
  }

  /** The commits that say anything. */
  public Iterable<Integer> commits() {
    return facts.keySet();
  }
}
