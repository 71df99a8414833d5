package dev.kedge.report.fingerprint;

import java.util.List;

/**
 * What other rules would change over a set of logs.
 *
 * @param logs logs read
 * @param reports reports found by the rules in force
 * @param issuesBefore issues by the rules in force
 * @param issuesAfter issues by the other rules
 * @param changes what changes, merges and splits first; empty when nothing does
 */
public record RuleChanges(
    int logs, int reports, int issuesBefore, int issuesAfter, List<RuleChange> changes) {
  /** Copies the list. */
  public RuleChanges {
    changes = List.copyOf(changes);
  }
}
