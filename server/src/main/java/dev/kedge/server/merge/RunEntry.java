package dev.kedge.server.merge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run of a check; its log is a file beside it.
 *
 * @param id its number; lower ones began earlier
 * @param check the check's name
 * @param blocking whether its failure keeps proposals out
 * @param base the branch as it was
 * @param tip the trial merge it ran on
 * @param proposals the proposals in it
 * @param started when it began
 * @param ended when it was over
 * @param outcome how: {@code running}, {@code pass}, {@code fail}, {@code error}, {@code
 *     interrupted}
 */
record RunEntry(
    long id,
    String check,
    boolean blocking,
    String base,
    String tip,
    List<Long> proposals,
    Instant started,
    Optional<Instant> ended,
    String outcome) {
  static final String RUNNING = "running";
  static final String INTERRUPTED = "interrupted";

  RunEntry {
    proposals = List.copyOf(proposals);
  }

  RunEntry ended(Instant when, String how) {
    return new RunEntry(id, check, blocking, base, tip, proposals, started, Optional.of(when), how);
  }
}
