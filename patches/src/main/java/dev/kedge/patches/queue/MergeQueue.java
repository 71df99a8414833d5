package dev.kedge.patches.queue;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes proposals into a branch, several at a time.
 *
 * <p>A turn merges up to a batch of proposals on trial and runs the checks on the result alone.
 * When a blocking check fails, the batch is halved: the first half is tried, taken if it passes,
 * and the second half is tried on top of it, until single proposals have failed by themselves.
 * Those are sent back; all others get in. With one bad proposal among n that takes about 2 log2 n
 * runs. A blocking check that cannot run stops the turn: what is not known is never a pass.
 *
 * <p>Checks run in their order; the first blocking failure ends the round, advisory ones never do.
 */
public final class MergeQueue {
  private final GitRepository repository;
  private final SpeculativeMerge merging;
  private final List<QueueCheck> checks;
  private final int batchSize;

  /**
   * Makes a queue.
   *
   * @param repository holds the branch and all proposed commits, and takes the merges
   * @param checks what must pass
   * @param batchSize how many proposals are tried together, at least 1
   */
  public MergeQueue(GitRepository repository, List<QueueCheck> checks, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch of " + batchSize + " proposals");
    }
    this.repository = repository;
    this.merging = new SpeculativeMerge(repository);
    this.checks = List.copyOf(checks);
    this.batchSize = batchSize;
  }

  /** The state of one turn. */
  private static final class Turn {
    private CommitId tip;
    private final List<Long> merged = new ArrayList<>();
    private final Map<Long, String> rejected = new LinkedHashMap<>();
    private final List<CheckRun> runs = new ArrayList<>();
    private Optional<String> hold = Optional.empty();

    Turn(CommitId base) {
      this.tip = base;
    }

    boolean done(Proposal proposal) {
      return merged.contains(proposal.id()) || rejected.containsKey(proposal.id());
    }
  }

  /**
   * Runs one turn. Nothing but objects is written to the repository; the caller moves the branch,
   * if it still is where the turn began.
   *
   * @param base the tip of the branch
   * @param waiting the proposals, the first to try first
   */
  public QueueTurn turn(CommitId base, List<Proposal> waiting) {
    Turn turn = new Turn(base);
    settle(waiting.subList(0, Math.min(batchSize, waiting.size())), turn);
    List<Long> left =
        waiting.stream().filter(proposal -> !turn.done(proposal)).map(Proposal::id).toList();
    return new QueueTurn(base, turn.tip, turn.merged, turn.rejected, left, turn.runs, turn.hold);
  }

  private void settle(List<Proposal> batch, Turn turn) {
    if (batch.isEmpty() || turn.hold.isPresent()) {
      return;
    }
    CommitId tip = turn.tip;
    List<Proposal> together = new ArrayList<>();
    for (Proposal proposal : batch) {
      SpeculativeMerge.Merged merged = merging.onto(tip, proposal);
      if (merged.tip().isPresent()) {
        tip = merged.tip().get();
        together.add(proposal);
      } else if (tip.equals(turn.tip)) {
        turn.rejected.put(
            proposal.id(), "conflicts with the branch in " + String.join(", ", merged.conflicts()));
      }
      // Who conflicts with an earlier proposal of the batch waits for that one's fate.
    }
    if (together.isEmpty()) {
      return;
    }
    Optional<String> failure = check(tip, together, turn);
    if (turn.hold.isPresent()) {
      return;
    }
    if (failure.isEmpty()) {
      turn.tip = tip;
      together.forEach(proposal -> turn.merged.add(proposal.id()));
    } else if (together.size() == 1) {
      turn.rejected.put(together.getFirst().id(), failure.get());
    } else {
      int half = together.size() / 2;
      settle(together.subList(0, half), turn);
      settle(together.subList(half, together.size()), turn);
    }
  }

  /** The first blocking check that fails. */
  private Optional<String> check(CommitId tip, List<Proposal> proposals, Turn turn) {
    for (QueueCheck check : checks) {
      QueueCheck.Result result = check.run(repository, turn.tip, tip, proposals);
      turn.runs.add(
          new CheckRun(
              check.name(),
              check.blocking(),
              tip,
              proposals.stream().map(Proposal::id).toList(),
              result));
      if (check.blocking() && result.outcome() == QueueCheck.Outcome.FAIL) {
        return Optional.of("check " + check.name() + " failed");
      }
      if (check.blocking() && result.outcome() == QueueCheck.Outcome.ERROR) {
        turn.hold = Optional.of("check " + check.name() + " could not run");
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
