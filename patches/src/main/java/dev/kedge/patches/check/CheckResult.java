package dev.kedge.patches.check;

import dev.kedge.patches.CommitId;
import java.util.List;
import java.util.Set;

/**
 * What a check of a range found.
 *
 * @param policy name of the policy
 * @param commits the commits of the range, oldest first
 * @param looked the rules that were looked at; the others found nothing because nobody asked
 * @param findings in the order of the commits
 */
public record CheckResult(
    String policy, List<CommitId> commits, Set<Rule> looked, List<Finding> findings) {
  /** Copies the lists. */
  public CheckResult {
    commits = List.copyOf(commits);
    looked = Set.copyOf(looked);
    findings = List.copyOf(findings);
  }

  /** Says whether the range may go in. */
  public boolean passes() {
    return findings.stream().noneMatch(Finding::fails);
  }

  /** The findings about one commit. */
  public List<Finding> about(CommitId commit) {
    return findings.stream().filter(finding -> finding.commit().equals(commit)).toList();
  }
}
