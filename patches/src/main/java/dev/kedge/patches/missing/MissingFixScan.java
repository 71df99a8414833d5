package dev.kedge.patches.missing;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.change.NamedChanges;
import dev.kedge.patches.change.RevertStates;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.index.FactTable;
import dev.kedge.patches.index.History;
import dev.kedge.patches.index.IndexedCommit;
import dev.kedge.patches.index.SubjectKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds the fixes that a branch lacks. Both histories must be indexed. For one thread, once.
 *
 * <p>Every Fixes tag of every commit that only upstream has is looked up among the commits that the
 * branch carries, under all their names. A fix is left out when the branch carries it, also under
 * another id, and when upstream took it back.
 */
public final class MissingFixScan {
  private final CommitIndex index;
  private final History history;
  private final MissingQuery query;
  private final BitSet branch;
  private final BitSet fresh;
  private final FactTable facts;
  private final NamedChanges carried;
  private final NamedChanges offered;
  private final RevertStates branchReverts;
  private final RevertStates upstreamReverts;
  private final SameChange same;
  private final Map<Integer, Finding> found = new LinkedHashMap<>();
  private int tagged;
  private int applied;
  private int revertedUpstream;
  private int unresolved;

  private record Finding(Via via, Set<Integer> targets) {}

  /** Prepares a scan; reads what both histories say. */
  public MissingFixScan(CommitIndex index, MissingQuery query) {
    this.index = index;
    this.history = index.history();
    this.query = query;
    List<CommitId> below = new ArrayList<>(query.bases());
    below.add(query.branch());
    this.branch = history.reachable(below);
    BitSet upstream = history.reachable(List.of(query.upstream()));
    this.fresh = (BitSet) upstream.clone();
    fresh.andNot(branch);
    BitSet all = (BitSet) upstream.clone();
    all.or(branch);
    this.facts = new FactTable(index, all);
    this.carried = new NamedChanges(index, branch, facts);
    this.offered = new NamedChanges(index, fresh, facts);
    NamedChanges ofUpstream = new NamedChanges(index, upstream, facts);
    this.branchReverts = new RevertStates(history, branch, carried, facts);
    this.upstreamReverts = new RevertStates(history, upstream, ofUpstream, facts);
    BitSet own = (BitSet) branch.clone();
    own.andNot(upstream);
    this.same = new SameChange(index, facts, carried, own);
  }

  /** Looks at every candidate. */
  public ScanResult run() {
    prepareSubjects();
    List<Integer> candidates = new ArrayList<>();
    for (int n = fresh.nextSetBit(0); n >= 0; n = fresh.nextSetBit(n + 1)) {
      if (history.parents(n).length < 2 && !facts.of(n, FactKind.FIXES).isEmpty()) {
        tagged++;
        candidates.add(n);
      }
    }
    candidates.forEach(this::direct);
    transitive(candidates);
    if (query.reverts()) {
      takenBackUpstream();
    }
    List<MissingFix> fixes =
        found.entrySet().stream()
            .map(entry -> fix(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingLong(MissingFix::commitSeconds).thenComparing(MissingFix::fix))
            .toList();
    return new ScanResult(
        fixes, fresh.cardinality(), tagged, applied, revertedUpstream, unresolved, unchecked());
  }

  private void prepareSubjects() {
    Set<Long> keys = new HashSet<>();
    for (int n : facts.commits()) {
      if (fresh.get(n) && !facts.of(n, FactKind.FIXES).isEmpty()) {
        keys.add(history.subjectKey(n));
        for (Fact tag : facts.of(n, FactKind.FIXES)) {
          tag.subject().ifPresent(subject -> keys.add(SubjectKey.of(subject)));
        }
      }
    }
    carried.prepareSubjects(keys);
  }

  /** A tag of this candidate names something that the branch carries. */
  private void direct(int candidate) {
    Optional<Finding> finding = Optional.empty();
    for (Fact tag : facts.of(candidate, FactKind.FIXES)) {
      Optional<Finding> one = target(candidate, tag);
      if (one.isPresent()) {
        finding = Optional.of(finding.map(f -> joined(f, one.get())).orElse(one.get()));
      }
    }
    finding.ifPresent(one -> accept(candidate, one));
  }

  private static Finding joined(Finding a, Finding b) {
    Set<Integer> targets = new LinkedHashSet<>(a.targets);
    targets.addAll(b.targets);
    return new Finding(a.via.compareTo(b.via) <= 0 ? a.via : b.via, targets);
  }

  private Optional<Finding> target(int candidate, Fact tag) {
    Set<Integer> named = told(carried.withId(tag.hex()), tag);
    if (!named.isEmpty()) {
      return effective(named).map(targets -> new Finding(Via.FIXES, targets));
    }
    Set<Integer> elsewhere = told(offered.withId(tag.hex()), tag);
    elsewhere.remove(candidate);
    for (int other : elsewhere) {
      Optional<SameChange.Match> match = same.carriedAs(other);
      if (match.isPresent()) {
        return effective(Set.of(match.get().commit()))
            .map(targets -> new Finding(match.get().via(), targets));
      }
    }
    if (elsewhere.isEmpty()) {
      unresolved++;
      return bySubject(tag).map(targets -> new Finding(Via.SUBJECT, targets));
    }
    return Optional.empty();
  }

  /** Of several commits that an abbreviation names, those with the quoted subject. */
  private Set<Integer> told(Set<Integer> named, Fact tag) {
    if (named.size() < 2 || tag.subject().isEmpty()) {
      return named;
    }
    String subject = SubjectKey.normal(tag.subject().get());
    Set<Integer> told = new LinkedHashSet<>(named);
    told.removeIf(n -> !SubjectKey.normal(index.commit(n).subject()).equals(subject));
    return told.isEmpty() ? named : told;
  }

  /** Those that the branch did not take back. */
  private Optional<Set<Integer>> effective(Set<Integer> targets) {
    Set<Integer> left = new LinkedHashSet<>(targets);
    left.removeIf(n -> branchReverts.takenBackBy(n).isPresent());
    return left.isEmpty() ? Optional.empty() : Optional.of(left);
  }

  /**
   * The id is in neither history: mistyped, of a maintainer's tree, or of an upstream that is not
   * here. The subject decides, unless the commit of that subject says it carries another id and ids
   * of that kind cannot be looked up here.
   */
  private Optional<Set<Integer>> bySubject(Fact tag) {
    if (tag.subject().isEmpty()) {
      return Optional.empty();
    }
    Set<Integer> targets = new LinkedHashSet<>(carried.withSubject(tag.subject().get()));
    targets.removeIf(n -> !tag.hex().isEmpty() && saysOtherwise(n));
    return effective(targets);
  }

  private boolean saysOtherwise(int n) {
    List<Fact> references = facts.of(n, FactKind.UPSTREAM);
    return !references.isEmpty()
        && references.stream().allMatch(fact -> history.matching(fact.hex()).length == 0);
  }

  /** Notes a candidate as missing unless it is carried or was taken back. */
  private void accept(int candidate, Finding finding) {
    OptionalInt copy = carriedCopy(candidate);
    if (copy.isPresent() && branchReverts.takenBackBy(copy.getAsInt()).isEmpty()) {
      applied++;
    } else if (upstreamReverts.takenBackBy(candidate).isPresent()) {
      revertedUpstream++;
    } else {
      found.put(candidate, finding);
    }
  }

  /** The commit of the branch that carries this candidate, one in force before one taken back. */
  private OptionalInt carriedCopy(int candidate) {
    Set<Integer> copies = new LinkedHashSet<>(carried.withId(history.id(candidate).hex()));
    for (Fact reference : facts.of(candidate, FactKind.UPSTREAM)) {
      copies.addAll(carried.withId(reference.hex()));
    }
    same.carriedAs(candidate).ifPresent(match -> copies.add(match.commit()));
    OptionalInt inForce =
        copies.stream()
            .filter(n -> branchReverts.takenBackBy(n).isEmpty())
            .mapToInt(Integer::intValue)
            .findFirst();
    return inForce.isPresent() ? inForce : copies.stream().mapToInt(Integer::intValue).findFirst();
  }

  /** Fixes of missing fixes, until no more are found. */
  private void transitive(List<Integer> candidates) {
    boolean more = true;
    while (more) {
      int before = found.size();
      for (int candidate : candidates) {
        if (!found.containsKey(candidate)) {
          Set<Integer> targets = new LinkedHashSet<>();
          for (Fact tag : facts.of(candidate, FactKind.FIXES)) {
            if (tag.hex().isEmpty()) {
              continue;
            }
            told(offered.withId(tag.hex()), tag).stream()
                .filter(found::containsKey)
                .forEach(targets::add);
          }
          if (!targets.isEmpty()) {
            accept(candidate, new Finding(Via.TRANSITIVE, targets));
          }
        }
      }
      more = found.size() > before;
    }
  }

  /** Commits that only upstream has and that take back what the branch carries. */
  private void takenBackUpstream() {
    for (int n : facts.commits()) {
      if (!fresh.get(n) || found.containsKey(n)) {
        continue;
      }
      Set<Integer> targets = new LinkedHashSet<>();
      for (Fact fact : facts.of(n, FactKind.REVERTS)) {
        targets.addAll(carried.withId(fact.hex()));
      }
      if (!targets.isEmpty()) {
        effective(targets).ifPresent(left -> accept(n, new Finding(Via.REVERT, left)));
      }
    }
  }

  private MissingFix fix(int n, Finding finding) {
    IndexedCommit commit = index.commit(n);
    OptionalInt copy = carriedCopy(n);
    OptionalInt revert =
        copy.isPresent() ? branchReverts.takenBackBy(copy.getAsInt()) : OptionalInt.empty();
    return new MissingFix(
        commit.id(),
        commit.subject(),
        commit.author(),
        commit.commitSeconds(),
        facts.of(n, FactKind.UPSTREAM).stream().map(Fact::hex).toList(),
        finding.targets().stream().map(history::id).toList(),
        finding.via(),
        revert.isPresent() ? Optional.of(history.id(revert.getAsInt())) : Optional.empty());
  }

  private List<String> unchecked() {
    List<String> unchecked = new ArrayList<>();
    if (history.isCut()) {
      unchecked.add(
          "the clone is shallow: commits below its cut are unknown, and fixes for them are not"
              + " found (git fetch --unshallow)");
    }
    BitSet cut = index.unreadable();
    cut.and(fresh);
    if (!cut.isEmpty()) {
      unchecked.add(
          "%d messages of upstream are too long to be read in full, such as that of %s"
              .formatted(cut.cardinality(), history.id(cut.nextSetBit(0))));
    }
    unchecked.addAll(same.unchecked());
    return unchecked;
  }
}
