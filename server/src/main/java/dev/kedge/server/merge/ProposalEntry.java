package dev.kedge.server.merge;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.queue.Proposal;
import java.time.Instant;
import java.util.Optional;

/**
 * A proposal and what became of it.
 *
 * @param id its number; lower ones were proposed earlier
 * @param source where it comes from: {@code api}, {@code bundle}, {@code github#12}, {@code
 *     gitlab!12}
 * @param title one line for people, as it was sent
 * @param author who proposes it, as it was sent
 * @param head full id of the newest of its commits
 * @param fetch the remote's ref to fetch it from where the repository lacks it
 * @param proposed when it came
 * @param state where it stands
 * @param ended when it left the queue
 * @param reason why it stands there
 * @param tip the branch that took it
 */
record ProposalEntry(
    long id,
    String source,
    String title,
    String author,
    String head,
    Optional<String> fetch,
    Instant proposed,
    ProposalState state,
    Optional<Instant> ended,
    String reason,
    Optional<String> tip) {

  Proposal proposal() {
    return new Proposal(id, title, author, new CommitId(head));
  }

  ProposalEntry in(ProposalState now) {
    return new ProposalEntry(
        id,
        source,
        title,
        author,
        head,
        fetch,
        proposed,
        now,
        Optional.empty(),
        "",
        Optional.empty());
  }

  ProposalEntry ended(ProposalState how, Instant when, String why, Optional<String> newTip) {
    return new ProposalEntry(
        id, source, title, author, head, fetch, proposed, how, Optional.of(when), why, newTip);
  }
}
