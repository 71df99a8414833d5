package dev.kedge.server.merge;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.queue.Proposal;
import dev.kedge.patches.queue.QueueCheck;
import java.util.List;
import java.util.Locale;

/** A check whose runs are noted on the board as they begin and end. */
record ObservedCheck(QueueCheck check, MergeBoard board) implements QueueCheck {
  @Override
  public String name() {
    return check.name();
  }

  @Override
  public boolean blocking() {
    return check.blocking();
  }

  @Override
  public Result run(
      GitRepository repository, CommitId base, CommitId tip, List<Proposal> proposals) {
    long run = board.begin(check, base, tip, proposals.stream().map(Proposal::id).toList());
    Result result = check.run(repository, base, tip, proposals);
    // Interrupted means that the server ends: the run is found unended at the next start.
    if (!Thread.currentThread().isInterrupted()) {
      board.finish(run, result.outcome().name().toLowerCase(Locale.ROOT), result.log());
    }
    return result;
  }
}
