package dev.kedge.patches.missing;

import dev.kedge.patches.PatchesException;
import dev.kedge.patches.change.NamedChanges;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says under which other id, if any, the branch carries a change of upstream when neither names the
 * other: the same subject and the same author at the same second; or the same patch id, compared
 * where the subject or the second of authorship is the same. A commit of the same subject alone is
 * not enough: "ALSA: hda/realtek - fix quirk" comes in series.
 */
final class SameChange {
  private static final int MAX_CANDIDATES = 8;

  private final CommitIndex index;
  private final History history;
  private final FactTable facts;
  private final NamedChanges carried;
  private final Map<Integer, Optional<Match>> known = new HashMap<>();
  private final Map<Long, List<Integer>> writtenAt = new HashMap<>();
  private final List<String> unchecked = new ArrayList<>();

  /**
   * A commit of the branch that makes the same change.
   *
   * @param commit its number
   * @param via subject (with author and time) or patch id
   */
  record Match(int commit, Via via) {}

  /**
   * Compares with the branch's commits.
   *
   * @param own commits of the branch that upstream does not reach
   */
  SameChange(CommitIndex index, FactTable facts, NamedChanges carried, BitSet own) {
    this.index = index;
    this.history = index.history();
    this.facts = facts;
    this.carried = carried;
    for (int n = own.nextSetBit(0); n >= 0; n = own.nextSetBit(n + 1)) {
      if (facts.of(n, FactKind.UPSTREAM).isEmpty() && history.parents(n).length < 2) {
        writtenAt.computeIfAbsent(history.authorSeconds(n), t -> new ArrayList<>(1)).add(n);
      }
    }
  }

  /** The commit of the branch that carries this one under another id. */
  Optional<Match> carriedAs(int commit) {
    Optional<Match> match = known.get(commit);
    if (match == null) {
      match = named(commit).or(() -> alike(commit));
      known.put(commit, match);
    }
    return match;
  }

  /** By an upstream reference that both share. */
  private Optional<Match> named(int commit) {
    for (Fact reference : facts.of(commit, FactKind.UPSTREAM)) {
      for (int n : carried.withId(reference.hex())) {
        return Optional.of(new Match(n, Via.FIXES));
      }
    }
    return Optional.empty();
  }

  private Optional<Match> alike(int commit) {
    carried.prepareSubjects(Set.of(history.subjectKey(commit)));
    List<Integer> candidates =
        carried.withSubject(index.commit(commit).subject()).stream()
            .filter(n -> n != commit && !saysAnother(n, commit))
            .limit(MAX_CANDIDATES)
            .toList();
    for (int n : candidates) {
      if (history.authorSeconds(n) == history.authorSeconds(commit)
          && index.commit(n).author().equals(index.commit(commit).author())) {
        return Optional.of(new Match(n, Via.SUBJECT));
      }
    }
    Set<Integer> others = new LinkedHashSet<>(candidates);
    writtenAt.getOrDefault(history.authorSeconds(commit), List.of()).stream()
        .filter(n -> n != commit)
        .limit(MAX_CANDIDATES)
        .forEach(others::add);
    return others.isEmpty() ? Optional.empty() : byPatch(commit, List.copyOf(others));
  }

  /** Both name their upstream commit, and not the same: two changes that share a subject. */
  private boolean saysAnother(int n, int commit) {
    List<Fact> a = facts.of(n, FactKind.UPSTREAM);
    List<Fact> b = facts.of(commit, FactKind.UPSTREAM);
    if (a.isEmpty()) {
      return false;
    }
    return !b.isEmpty() || a.stream().anyMatch(fact -> history.matching(fact.hex()).length > 0);
  }

  private Optional<Match> byPatch(int commit, List<Integer> candidates) {
    List<Integer> all = new ArrayList<>(candidates);
    all.add(commit);
    try {
      Map<Integer, String> ids = new LinkedHashMap<>(index.patchIds().of(all));
      String wanted = ids.getOrDefault(commit, "");
      return candidates.stream()
          .filter(n -> !wanted.isEmpty() && wanted.equals(ids.get(n)))
          .findFirst()
          .map(n -> new Match(n, Via.PATCH_ID));
    } catch (PatchesException e) {
      unchecked.add("commit " + history.id(commit) + " was not compared: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Comparisons that failed. */
  List<String> unchecked() {
    return List.copyOf(unchecked);
  }
}
