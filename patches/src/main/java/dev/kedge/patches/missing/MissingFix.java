package dev.kedge.patches.missing;

import dev.kedge.patches.CommitId;
import java.util.List;
import java.util.Optional;

/**
 * A fix that the branch lacks.
 *
 * @param fix the fixing commit in the upstream history
 * @param subject its subject
 * @param author who wrote it
 * @param commitSeconds Unix time at which upstream took it
 * @param upstream ids of other trees that it says it carries
 * @param targets what it fixes: commits of the branch, or for {@link Via#TRANSITIVE} other missing
 *     fixes; never empty
 * @param via how it was found
 * @param takenBack the commit of the branch that reverted this fix, where it was carried once
 */
public record MissingFix(
    CommitId fix,
    String subject,
    String author,
    long commitSeconds,
    List<String> upstream,
    List<CommitId> targets,
    Via via,
    Optional<CommitId> takenBack) {
  /** Copies the lists. */
  public MissingFix {
    upstream = List.copyOf(upstream);
    targets = List.copyOf(targets);
  }
}
