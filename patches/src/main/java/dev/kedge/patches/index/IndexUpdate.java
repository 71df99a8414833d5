package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import java.util.List;

/**
 * What an update of the index did.
 *
 * @param added commits that were read
 * @param total commits in the index now
 * @param rebuilt whether an index of another version or another cut of a shallow clone was thrown
 *     away first
 * @param missing commits that git named and could not give; nothing is known of them
 */
public record IndexUpdate(int added, int total, boolean rebuilt, List<CommitId> missing) {
  /** Copies the list. */
  public IndexUpdate {
    missing = List.copyOf(missing);
  }
}
