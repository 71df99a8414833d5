package dev.kedge.report.fingerprint;

import dev.kedge.report.fingerprint.Finding.Outcome;
import dev.kedge.report.fingerprint.Finding.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a report belongs to an issue. The parts decide in this order:
 *
 * <ol>
 *   <li>The same blocker: the same issue, whatever the titles, because the victims of one lock are
 *       chance. Another blocker: not the same, though the titles meet.
 *   <li>No title in common: not the same.
 *   <li>Another module: not the same; two drivers have a static function of that name.
 *   <li>Only names without a place in common, such as "task hung in corrupted", and another stack:
 *       not the same; such names collect whatever could not be named.
 *   <li>Else the same. Otherwise stacks support it or not, they never decide: one function more or
 *       less on the way is the same bug, and one path leads to many. Neither does the file.
 * </ol>
 */
public final class Grouping {
  /** End of titles whose function could not be told. */
  private static final String NO_PLACE = " in corrupted";

  private Grouping() {}

  /** Compares a report with what an issue's reports have shown. */
  public static Match compare(Fingerprint report, IssueMarks issue) {
    Finding blocker =
        finding(Part.BLOCKER, report.blocker().map(Blocker::key), issue.blockers(), "blocker");
    Finding titles = titles(report, issue);
    Finding module = finding(Part.MODULE, report.module(), issue.modules(), "module");
    Finding stack = finding(Part.STACK, report.stackHash(), issue.stacks(), "stack");
    Finding file = finding(Part.FILE, report.file(), issue.files(), "file");
    List<Finding> findings = List.of(blocker, titles, module, stack, file);
    if (blocker.outcome() == Outcome.MET) {
      return new Match(true, blocker.detail(), findings);
    }
    if (titles.outcome() != Outcome.MET) {
      return new Match(false, titles.detail(), findings);
    }
    for (Finding against : List.of(blocker, module)) {
      if (against.outcome() == Outcome.DIFFERS) {
        return new Match(false, titles.detail() + ", but " + against.detail(), findings);
      }
    }
    if (stack.outcome() == Outcome.DIFFERS && onlyPlaceless(report, issue)) {
      return new Match(
          false, titles.detail() + ", which names no place, and " + stack.detail(), findings);
    }
    return new Match(true, titles.detail(), findings);
  }

  private static boolean onlyPlaceless(Fingerprint report, IssueMarks issue) {
    return report.titles().stream()
        .filter(issue.titles()::contains)
        .allMatch(title -> title.endsWith(NO_PLACE));
  }

  private static Finding titles(Fingerprint report, IssueMarks issue) {
    Optional<String> shared = report.titles().stream().filter(issue.titles()::contains).findFirst();
    return shared
        .map(title -> new Finding(Part.TITLES, Outcome.MET, "same title: " + title))
        .orElseGet(() -> new Finding(Part.TITLES, Outcome.DIFFERS, "no title in common"));
  }

  private static Finding finding(
      Part part, Optional<String> mine, Set<String> theirs, String name) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return new Finding(part, Outcome.UNKNOWN, "no " + name + " to compare");
    }
    if (theirs.contains(mine.get())) {
      return new Finding(part, Outcome.MET, "same %s: %s".formatted(name, mine.get()));
    }
    String others = String.join(" or ", theirs.stream().sorted().limit(3).toList());
    return new Finding(
        part, Outcome.DIFFERS, "another %s: %s, not %s".formatted(name, mine.get(), others));
  }
}
