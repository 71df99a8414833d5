package dev.kedge.patches;

import java.util.List;

/**
 * A commit as git stores it, decoded.
 *
 * @param id its name
 * @param parents in their order; empty for a root
 * @param author who wrote the change
 * @param committer who applied it
 * @param subject the first paragraph, its lines joined by blanks
 * @param body everything below the subject, without the blank lines around it
 * @param text what decoding had to give up
 */
public record Commit(
    CommitId id,
    List<CommitId> parents,
    Signature author,
    Signature committer,
    String subject,
    String body,
    TextQuality text) {
  /** Copies the list. */
  public Commit {
    parents = List.copyOf(parents);
  }

  /** How much of the message could be read as it was meant. */
  public enum TextQuality {
    /** Every byte was text in the declared encoding. */
    CLEAN,
    /** Bytes that are no text in the declared encoding were read as Latin-1. */
    GUESSED,
    /** The message is larger than is read; its end is missing. */
    CUT
  }

  /** Says whether it joins several histories. */
  public boolean isMerge() {
    return parents.size() > 1;
  }

  /** The lines of the body that look like trailers. */
  public List<Trailer> trailers() {
    return Trailer.of(body);
  }
}
