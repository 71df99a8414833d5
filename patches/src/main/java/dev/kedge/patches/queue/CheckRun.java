package dev.kedge.patches.queue;

import dev.kedge.patches.CommitId;
import java.util.List;

/**
 * A check that was run.
 *
 * @param check its name
 * @param blocking whether its failure keeps proposals out
 * @param tip what it ran on
 * @param proposals the ids of the proposals in it
 * @param result what it said
 */
public record CheckRun(
    String check, boolean blocking, CommitId tip, List<Long> proposals, QueueCheck.Result result) {
  /** Copies the list. */
  public CheckRun {
    proposals = List.copyOf(proposals);
  }
}
