package dev.kedge.patches.change;

import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.SubjectKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which commits of a set were taken back by another one of the set and not brought in again. A
 * revert that was itself reverted counts for nothing; nor does one before the commit it names, as
 * when a change was reverted and applied anew.
 */
public final class RevertStates {
  private static final int MAX_CHAIN = 32;

  private final int[] generations;
  private final Map<Integer, List<Integer>> revertersOf = new HashMap<>();
  private final Map<Integer, List<Integer>> reappliersOf = new HashMap<>();
  private final BitSet undoing = new BitSet();

  /** Reads what these commits say. */
  public RevertStates(History history, BitSet commits, NamedChanges names, FactTable facts) {
    this.generations = history.generations();
    names.prepareSubjects(subjectKeys(commits, facts));
    for (int n : facts.commits()) {
      if (commits.get(n)) {
        for (Fact fact : facts.of(n)) {
          if (fact.kind() == FactKind.REVERTS || fact.kind() == FactKind.REAPPLIES) {
            add(n, fact, names);
          }
        }
      }
    }
  }

  private static Set<Long> subjectKeys(BitSet commits, FactTable facts) {
    Set<Long> keys = new HashSet<>();
    for (int n : facts.commits()) {
      for (Fact fact : facts.of(n)) {
        boolean reverts = fact.kind() == FactKind.REVERTS || fact.kind() == FactKind.REAPPLIES;
        if (commits.get(n) && reverts && fact.subject().isPresent()) {
          keys.add(SubjectKey.of(fact.subject().get()));
        }
      }
    }
    return keys;
  }

  private void add(int n, Fact fact, NamedChanges names) {
    Set<Integer> named = names.withId(fact.hex());
    boolean again = fact.kind() == FactKind.REAPPLIES;
    if (named.isEmpty() && fact.subject().isPresent()) {
      named = names.withSubject(fact.subject().get());
    } else if (again && fact.hex().length() >= 7) {
      // The revert of a revert names the revert: it takes that back.
      again = false;
    }
    Map<Integer, List<Integer>> by = again ? reappliersOf : revertersOf;
    for (int target : named) {
      if (target != n) {
        by.computeIfAbsent(target, t -> new ArrayList<>(1)).add(n);
        if (generations[n] > generations[target]) {
          undoing.set(n);
        }
      }
    }
  }

  /** Says whether this commit takes back, or brings in again, an earlier one of the set. */
  public boolean undoes(int commit) {
    return undoing.get(commit);
  }

  /** The commit that took this one back for good, if any. */
  public OptionalInt takenBackBy(int commit) {
    return takenBackBy(commit, 0);
  }

  private OptionalInt takenBackBy(int commit, int depth) {
    if (depth == MAX_CHAIN) {
      return OptionalInt.empty();
    }
    for (int revert : revertersOf.getOrDefault(commit, List.of())) {
      boolean later = generations[revert] > generations[commit];
      boolean again =
          reappliersOf.getOrDefault(commit, List.of()).stream()
              .anyMatch(n -> generations[n] > generations[revert]);
      if (later && !again && takenBackBy(revert, depth + 1).isEmpty()) {
        return OptionalInt.of(revert);
      }
    }
    return OptionalInt.empty();
  }
}
