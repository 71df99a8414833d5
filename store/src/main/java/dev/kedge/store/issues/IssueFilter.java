package dev.kedge.store.issues;

import dev.kedge.model.HostId;
import java.util.Optional;

/**
 * Which issues are listed.
 *
 * @param kind {@code report}, {@code event} for all but these, or the part of the machine events
 *     are of
 * @param text part of the title or of an alternative title, in any case
 * @param type label of the report type, see {@link dev.kedge.report.ReportType#label}, or rule of
 *     events
 * @param host seen on that host
 * @param kernel seen with that kernel release
 */
public record IssueFilter(
    Optional<String> kind,
    Optional<String> text,
    Optional<String> type,
    Optional<HostId> host,
    Optional<String> kernel) {
  /** Kind that stands for all kinds of events. */
  public static final String EVENT = "event";

  /** Every issue. */
  public static IssueFilter all() {
    return new IssueFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
