package dev.kedge.server.merge;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.queue.MergeQueue;
import dev.kedge.patches.queue.QueueCheck;
import dev.kedge.patches.queue.QueueTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that works through the queue, one turn after the other. What is not known is never a
 * pass: whatever fails to run holds the queue, for some minutes or until somebody resumes it.
 */
final class MergeWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MergeWorker.class);
  private static final Duration RETRY = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(3);

  private final GitRepository repository;
  private final MergeBranch branch;
  private final MergeBoard board;
  private final MergeQueue queue;
  private final int batch;
  private final Thread thread;
  private volatile boolean stopping;

  MergeWorker(
      GitRepository repository, MergeBranch branch, MergeBoard board, MergeSettings settings) {
    this.repository = repository;
    this.branch = branch;
    this.board = board;
    this.batch = settings.batch();
    this.queue =
        new MergeQueue(
            repository,
            settings.checks().stream()
                .<QueueCheck>map(check -> new ObservedCheck(check, board))
                .toList(),
            batch);
    this.thread = Thread.ofPlatform().name("merge-queue").daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  private void work() {
    while (!stopping) {
      try {
        if (board.awaitWork(RETRY)) {
          round();
        } else if (board.held().isPresent()) {
          board.resume();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (PatchesException e) {
        hold(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("the merge queue failed", e);
        hold("the queue itself failed; the server's log says why");
      }
    }
  }

  private void hold(String reason) {
    if (!stopping) {
      String said = Printable.of(reason, 1_000);
      LOG.warn("the merge queue stands still: {}", said);
      board.hold(said);
    }
  }

  private void round() {
    CommitId base = branch.follow();
    List<ProposalEntry> taken = board.take(batch);
    try {
      List<ProposalEntry> ready = new ArrayList<>();
      for (ProposalEntry entry : taken) {
        if (arrived(entry, base)) {
          ready.add(entry);
        }
      }
      if (!ready.isEmpty()) {
        settle(queue.turn(base, ready.stream().map(ProposalEntry::proposal).toList()));
      }
    } finally {
      if (!stopping) {
        board.putBack(taken);
      }
    }
  }

  /** Says whether a proposal is there to be tried; ends it when it never will be. */
  private boolean arrived(ProposalEntry entry, CommitId base) {
    CommitId head = new CommitId(entry.head());
    if (repository.find(Revision.of(head)).isEmpty()) {
      String why = "the commit cannot be had";
      try {
        entry.fetch().ifPresent(branch::fetch);
      } catch (PatchesException e) {
        why = String.valueOf(e.getMessage());
      }
      if (repository.find(Revision.of(head)).isEmpty()) {
        end(entry.id(), ProposalState.SENT_BACK, Printable.of(why, 500), Optional.empty());
        return false;
      }
    }
    if (repository.isAncestor(head, base)) {
      end(entry.id(), ProposalState.MERGED, "the branch holds it", Optional.of(base.hex()));
      return false;
    }
    return true;
  }

  private void settle(QueueTurn turn) {
    if (stopping) {
      return;
    }
    boolean moves = !turn.tip().equals(turn.base());
    boolean published =
        board.claim(turn.merged()) && (!moves || branch.publish(turn.base(), turn.tip()));
    if (published) {
      // The branch moved; a kill before these lines is made good by the next round's first look.
      turn.merged().forEach(id -> end(id, ProposalState.MERGED, "", Optional.of(turn.tip().hex())));
      turn.rejected()
          .forEach((id, why) ->
              end(id, ProposalState.SENT_BACK, Printable.of(why, 1_000), Optional.empty()));
    }
    turn.hold().ifPresent(this::hold);
  }

  /** Ends a proposal unless it was withdrawn meanwhile. */
  private void end(long id, ProposalState how, String why, Optional<String> tip) {
    if (!board.proposal(id).state().ended()) {
      board.end(id, how, why, tip);
    }
  }

  /** Stops; what is being tried stays marked as such and waits again after the next start. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
