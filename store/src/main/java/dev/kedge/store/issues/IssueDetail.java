package dev.kedge.store.issues;

import dev.kedge.model.HostId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An issue with all that its page shows.
 *
 * @param summary what lists show
 * @param alternativeTitles other names its reports had
 * @param frame function its first report blames
 * @param grouping in words, why these reports are one issue
 * @param perHost hosts, most reports first, at most 500
 */
public record IssueDetail(
    IssueSummary summary,
    List<String> alternativeTitles,
    Optional<String> frame,
    String grouping,
    List<HostCount> perHost) {
  public IssueDetail {
    alternativeTitles = List.copyOf(alternativeTitles);
    perHost = List.copyOf(perHost);
  }

  /**
   * Reports of one host.
   *
   * @param host which
   * @param occurrences how many
   * @param firstSeen earliest
   * @param lastSeen latest
   */
  public record HostCount(HostId host, long occurrences, Instant firstSeen, Instant lastSeen) {}
}
