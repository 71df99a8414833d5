package dev.kedge.report.fingerprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Issues kept in memory: files reports as they come, by the rules of {@link Grouping}, each under
 * the oldest issue it fits. Not thread-safe.
 */
public final class IssueBook {
  private final List<Marks> issues = new ArrayList<>();
  private final Map<String, Set<Integer>> named = new HashMap<>();

  /** What the reports of an issue have shown, while it grows. */
  private record Marks(
      Set<String> titles,
      Set<String> blockers,
      Set<String> modules,
      Set<String> stacks,
      Set<String> files) {
    Marks() {
      this(
          new LinkedHashSet<>(),
          new LinkedHashSet<>(),
          new LinkedHashSet<>(),
          new LinkedHashSet<>(),
          new LinkedHashSet<>());
    }

    IssueMarks snapshot() {
      return new IssueMarks(titles, blockers, modules, stacks, files);
    }
  }

  /** Files a report; returns the position of its issue, counted from 0 in order of appearance. */
  public int file(Fingerprint report) {
    Optional<Integer> known =
        candidates(report).stream()
            .filter(i -> Grouping.compare(report, issues.get(i).snapshot()).same())
            .findFirst();
    int issue = known.orElse(issues.size());
    if (known.isEmpty()) {
      issues.add(new Marks());
    }
    Marks marks = issues.get(issue);
    for (String title : report.titles()) {
      // A name of another issue stays that issue's, so that no issue takes over another's reports.
      if (known.isEmpty() || !named.containsKey(title)) {
        marks.titles().add(title);
        name(title, issue);
      }
    }
    report
        .blocker()
        .map(Blocker::key)
        .ifPresent(key -> {
          marks.blockers().add(key);
          name(key, issue);
        });
    report.module().ifPresent(marks.modules()::add);
    report.stackHash().ifPresent(marks.stacks()::add);
    report.file().ifPresent(marks.files()::add);
    return issue;
  }

  private Set<Integer> candidates(Fingerprint report) {
    Set<Integer> candidates = new TreeSet<>();
    report.titles().forEach(title -> candidates.addAll(named.getOrDefault(title, Set.of())));
    report.blocker().ifPresent(b -> candidates.addAll(named.getOrDefault(b.key(), Set.of())));
    return candidates;
  }

  private void name(String key, int issue) {
    named.computeIfAbsent(key, k -> new TreeSet<>()).add(issue);
  }
}
