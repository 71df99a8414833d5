package dev.kedge.patches.missing;

import dev.kedge.patches.CommitId;
import java.util.List;

/**
 * What to look for.
 *
 * @param branch tip of the branch that may lack fixes
 * @param upstream tip of the history that has them; may be a later revision of the same branch
 * @param bases upstream revisions whose whole history the branch contains although it does not
 *     reach them: its first commit imported them as one
 * @param reverts whether commits of the branch that upstream took back are listed as well
 */
public record MissingQuery(
    CommitId branch, CommitId upstream, List<CommitId> bases, boolean reverts) {
  /** Copies the list. */
  public MissingQuery {
    bases = List.copyOf(bases);
  }
}
