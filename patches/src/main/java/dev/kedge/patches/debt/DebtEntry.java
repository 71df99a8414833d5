package dev.kedge.patches.debt;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.provenance.ProvenanceClass;

/**
 * One patch that upstream does not have.
 *
 * @param commit its name
 * @param subject its subject
 * @param kind where it says it comes from
 * @param owner who answers for it: the owner of most of its files, or name and mail of its author
 * @param subsystem where most of its files lie
 * @param authorSeconds Unix time of the change: its age counts from here
 * @param commitSeconds Unix time at which it was applied
 * @param files how many files it touches
 * @param lines added and removed lines together
 * @param state how far it is on its way upstream
 * @param evidence what says so: a link, an id; empty for {@link UpstreamingState#UNSENT}
 */
public record DebtEntry(
    CommitId commit,
    String subject,
    ProvenanceClass kind,
    String owner,
    String subsystem,
    long authorSeconds,
    long commitSeconds,
    int files,
    int lines,
    UpstreamingState state,
    String evidence) {
  private static final long SECONDS_A_DAY = 86_400;

  /** Whole days since the change was written; 0 for a clock that is ahead. */
  public long ageDays(long nowSeconds) {
    return Math.max(0, nowSeconds - authorSeconds) / SECONDS_A_DAY;
  }
}
