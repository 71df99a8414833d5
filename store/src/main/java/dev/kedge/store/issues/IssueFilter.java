package dev.kedge.store.issues;

import dev.kedge.model.HostId;
import java.util.Optional;

/**
 * Which issues are listed.
 *
 * @param text part of the title or of an alternative title, in any case
 * @param type label of the report type, see {@link dev.kedge.report.ReportType#label}
 * @param host seen on that host
 * @param kernel seen with that kernel release
 */
public record IssueFilter(
    Optional<String> text, Optional<String> type, Optional<HostId> host, Optional<String> kernel) {
  /** Every issue. */
  public static IssueFilter all() {
    return new IssueFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
