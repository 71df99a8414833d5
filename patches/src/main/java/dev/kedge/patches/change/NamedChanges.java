package dev.kedge.patches.change;

import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.SubjectKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The changes of a set of commits under all names they go by: their own ids, the upstream ids they
 * say they carry (whole or abbreviated), their subjects. For one thread.
 */
public final class NamedChanges {
  private static final int MIN_DIGITS = 7;

  private final CommitIndex index;
  private final History history;
  private final BitSet commits;
  private final TreeMap<String, List<Integer>> references = new TreeMap<>();
  private final Map<Long, List<Integer>> bySubject = new HashMap<>();

  /** Reads what these commits say. */
  public NamedChanges(CommitIndex index, BitSet commits, FactTable facts) {
    this.index = index;
    this.history = index.history();
    this.commits = commits;
    for (int n : facts.commits()) {
      if (commits.get(n)) {
        for (Fact fact : facts.of(n, FactKind.UPSTREAM)) {
          references.computeIfAbsent(fact.hex(), hex -> new ArrayList<>(1)).add(n);
        }
      }
    }
  }

  /** Makes commits with these subject keys known to {@link #withSubject}; one pass over all. */
  public void prepareSubjects(Set<Long> keys) {
    Set<Long> wanted = new HashSet<>(keys);
    wanted.removeAll(bySubject.keySet());
    if (wanted.isEmpty()) {
      return;
    }
    wanted.forEach(key -> bySubject.put(key, new ArrayList<>(1)));
    for (int n = commits.nextSetBit(0); n >= 0; n = commits.nextSetBit(n + 1)) {
      if (wanted.contains(history.subjectKey(n))) {
        bySubject.getOrDefault(history.subjectKey(n), List.of()).add(n);
      }
    }
  }

  /** Says whether the commit is one of the set. */
  public boolean contains(int commit) {
    return commits.get(commit);
  }

  /** The commits whose own id, or whose upstream reference, this id or abbreviation names. */
  public Set<Integer> withId(String hex) {
    Set<Integer> found = new LinkedHashSet<>();
    if (hex.length() < MIN_DIGITS) {
      return found;
    }
    for (int n : history.matching(hex)) {
      if (commits.get(n)) {
        found.add(n);
      }
    }
    // References that are longer than the name, or equal.
    for (var entry : references.tailMap(hex, true).entrySet()) {
      if (!entry.getKey().startsWith(hex)) {
        break;
      }
      found.addAll(entry.getValue());
    }
    // References that abbreviate the name.
    for (int length = MIN_DIGITS; length < hex.length(); length++) {
      found.addAll(references.getOrDefault(hex.substring(0, length), List.of()));
    }
    return found;
  }

  /** The commits with this subject; its key must have been prepared. */
  public Set<Integer> withSubject(String subject) {
    Set<Integer> found = new LinkedHashSet<>();
    String normal = SubjectKey.normal(subject);
    if (normal.length() < SubjectKey.MIN_TELLING_LENGTH) {
      return found;
    }
    for (int n : bySubject.getOrDefault(SubjectKey.of(subject), List.of())) {
      if (SubjectKey.normal(index.commit(n).subject()).equals(normal)) {
        found.add(n);
      }
    }
    return found;
  }
}
