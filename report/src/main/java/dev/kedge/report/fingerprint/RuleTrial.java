package dev.kedge.report.fingerprint;

import dev.kedge.report.fingerprint.RuleChange.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Finds out what other rules would merge, split or rename, without changing anything: files the
 * reports of the same logs twice, by the rules in force and by the others. Not thread-safe.
 */
public final class RuleTrial {
  private final IssueBook before = new IssueBook();
  private final IssueBook after = new IssueBook();
  private final List<String> titlesBefore = new ArrayList<>();
  private final List<String> titlesAfter = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final Map<String, List<Sighting>> gone = new LinkedHashMap<>();
  private final Map<String, List<Sighting>> appeared = new LinkedHashMap<>();
  private int logs;
  private int reports;

  /** One report under both rules, with the issues it went to. */
  private record Pair(Sighting now, Sighting then, int issueNow, int issueThen) {}

  /** Takes in the reports of one log by both rules, each in order of lines. */
  public void add(List<Sighting> now, List<Sighting> then) {
    logs++;
    reports += now.size();
    Map<Integer, Sighting> others = new TreeMap<>();
    then.forEach(sighting -> others.put(sighting.line(), sighting));
    for (Sighting sighting : now) {
      int issue = file(before, titlesBefore, sighting);
      Sighting other = others.remove(sighting.line());
      if (other == null) {
        gone.computeIfAbsent(sighting.title(), title -> new ArrayList<>()).add(sighting);
      } else {
        pairs.add(new Pair(sighting, other, issue, file(after, titlesAfter, other)));
      }
    }
    for (Sighting sighting : others.values()) {
      file(after, titlesAfter, sighting);
      appeared.computeIfAbsent(sighting.title(), title -> new ArrayList<>()).add(sighting);
    }
  }

  private static int file(IssueBook book, List<String> titles, Sighting sighting) {
    int issue = book.file(sighting.fingerprint());
    if (issue == titles.size()) {
      titles.add(sighting.title());
    }
    return issue;
  }

  /** What would change, as far as the logs taken in show. */
  public RuleChanges result() {
    List<RuleChange> changes = new ArrayList<>();
    for (List<Pair> cluster : clusters()) {
      regrouped(cluster, changes);
      renamed(cluster, changes);
    }
    gone.forEach((title, found) -> changes.add(one(Kind.GONE, List.of(title), List.of(), found)));
    appeared.forEach(
        (title, found) -> changes.add(one(Kind.APPEARED, List.of(), List.of(title), found)));
    changes.sort(Comparator.comparing(RuleChange::kind));
    return new RuleChanges(logs, reports, titlesBefore.size(), titlesAfter.size(), changes);
  }

  /** Reports whose issues, of either rules, have a report in common. */
  private Collection<List<Pair>> clusters() {
    int[] parent = new int[titlesBefore.size() + titlesAfter.size()];
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
    }
    for (Pair pair : pairs) {
      parent[root(parent, pair.issueNow())] = root(parent, titlesBefore.size() + pair.issueThen());
    }
    Map<Integer, List<Pair>> clusters = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      clusters.computeIfAbsent(root(parent, pair.issueNow()), root -> new ArrayList<>()).add(pair);
    }
    return clusters.values();
  }

  private static int root(int[] parent, int node) {
    int at = node;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  private void regrouped(List<Pair> cluster, List<RuleChange> changes) {
    SequencedSet<Integer> now = new LinkedHashSet<>();
    SequencedSet<Integer> then = new LinkedHashSet<>();
    cluster.forEach(pair -> {
      now.add(pair.issueNow());
      then.add(pair.issueThen());
    });
    if (now.size() > 1 || then.size() > 1) {
      Kind kind = then.size() == 1 ? Kind.MERGED : now.size() == 1 ? Kind.SPLIT : Kind.REGROUPED;
      changes.add(
          one(
              kind,
              now.stream().map(titlesBefore::get).toList(),
              then.stream().map(titlesAfter::get).toList(),
              cluster.stream().map(Pair::now).toList()));
    }
  }

  private static void renamed(List<Pair> cluster, List<RuleChange> changes) {
    Map<List<String>, List<Sighting>> titles = new LinkedHashMap<>();
    Map<List<String>, List<Sighting>> types = new LinkedHashMap<>();
    for (Pair pair : cluster) {
      if (!pair.now().title().equals(pair.then().title())) {
        titles
            .computeIfAbsent(
                List.of(pair.now().title(), pair.then().title()), key -> new ArrayList<>())
            .add(pair.now());
      } else if (!pair.now().type().equals(pair.then().type())) {
        types
            .computeIfAbsent(
                List.of(
                    pair.now().title() + ": " + pair.now().type(),
                    pair.then().title() + ": " + pair.then().type()),
                key -> new ArrayList<>())
            .add(pair.now());
      }
    }
    titles.forEach((both, found) -> changes.add(between(Kind.RENAMED, both, found)));
    types.forEach((both, found) -> changes.add(between(Kind.RETYPED, both, found)));
  }

  private static RuleChange between(Kind kind, List<String> both, List<Sighting> found) {
    return one(kind, List.of(both.getFirst()), List.of(both.getLast()), found);
  }

  private static RuleChange one(
      Kind kind, List<String> before, List<String> after, List<Sighting> found) {
    Sighting first = found.getFirst();
    return new RuleChange(kind, before, after, found.size(), first.file(), first.line());
  }
}
