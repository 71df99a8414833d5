package dev.kedge.patches.git;

import dev.kedge.patches.CommitId;
import java.util.Optional;

/**
 * Commits reachable from one end and not from the other: {@code BASE..HEAD}, or everything below
 * {@code HEAD}.
 *
 * @param base the commit below the range; empty when the range goes down to the roots
 * @param head the newest commit
 */
public record CommitRange(Optional<CommitId> base, CommitId head) {
  /** Reads {@code BASE..HEAD}, {@code BASE..} (to HEAD) or a single revision (all below it). */
  public static CommitRange parse(GitRepository repository, String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      return new CommitRange(Optional.empty(), repository.resolve(new Revision(text)));
    }
    String head = text.substring(dots + 2);
    return new CommitRange(
        Optional.of(repository.resolve(new Revision(text.substring(0, dots)))),
        repository.resolve(new Revision(head.isEmpty() ? "HEAD" : head)));
  }
}
