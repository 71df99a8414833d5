package dev.kedge.report.fingerprint;

import java.util.Optional;
import java.util.Set;

/**
 * What the reports of one issue have shown so far, in the current {@link Fingerprint#VERSION}.
 *
 * @param titles titles and alternative titles
 * @param blockers {@link Blocker#key() keys} of blockers
 * @param modules modules the blamed function was in
 * @param stacks {@link Fingerprint#stackHash() hashes} of stacks
 * @param files source files to blame
 */
public record IssueMarks(
    Set<String> titles,
    Set<String> blockers,
    Set<String> modules,
    Set<String> stacks,
    Set<String> files) {
  /** Copies the sets. */
  public IssueMarks {
    titles = Set.copyOf(titles);
    blockers = Set.copyOf(blockers);
    modules = Set.copyOf(modules);
    stacks = Set.copyOf(stacks);
    files = Set.copyOf(files);
  }

  /** Those of an issue with a single report. */
  public static IssueMarks of(Fingerprint report) {
    return new IssueMarks(
        report.titles(),
        set(report.blocker().map(Blocker::key)),
        set(report.module()),
        set(report.stackHash()),
        set(report.file()));
  }

  private static Set<String> set(Optional<String> value) {
    return value.map(Set::of).orElse(Set.of());
  }
}
