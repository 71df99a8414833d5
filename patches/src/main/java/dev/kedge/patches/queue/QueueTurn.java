package dev.kedge.patches.queue;

import dev.kedge.patches.CommitId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one turn of the queue did.
 *
 * @param base the branch before it
 * @param tip the branch as it may be now; the base where nothing was taken
 * @param merged ids of the proposals taken, in their order
 * @param rejected why others were sent back, by id
 * @param waiting ids of those that stay in the queue
 * @param runs the checks, in the order they ran
 * @param hold why the queue stands still: a blocking check that could not run
 */
public record QueueTurn(
    CommitId base,
    CommitId tip,
    List<Long> merged,
    Map<Long, String> rejected,
    List<Long> waiting,
    List<CheckRun> runs,
    Optional<String> hold) {
  /** Copies the collections. */
  public QueueTurn {
    merged = List.copyOf(merged);
    rejected = Map.copyOf(rejected);
    waiting = List.copyOf(waiting);
    runs = List.copyOf(runs);
  }
}
