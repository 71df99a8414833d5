package dev.kedge.patches.queue;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import java.util.List;

/** A check that runs on what would be the new tip of the branch. */
public interface QueueCheck {
  /** Its name, shown and configured. */
  String name();

  /** Says whether a failure keeps proposals out; an advisory check is only shown. */
  boolean blocking();

  /**
   * Checks the commits between two tips. Does not throw for what it finds; a check that cannot run
   * answers {@link Outcome#ERROR}.
   *
   * @param repository holds both
   * @param base the branch as it is
   * @param tip the branch as it would be
   * @param proposals what lies between the two
   */
  Result run(GitRepository repository, CommitId base, CommitId tip, List<Proposal> proposals);

  /** How a check ended. */
  enum Outcome {
    PASS,
    FAIL,
    /** It could not be run to its end: nothing is known. */
    ERROR
  }

  /**
   * What a check says.
   *
   * @param outcome how it ended
   * @param log its output, bounded by the check
   */
  record Result(Outcome outcome, String log) {}
}
