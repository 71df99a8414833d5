package dev.kedge.patches.forecast;

import dev.kedge.patches.CommitId;
import java.util.List;

/**
 * What a rebase meets at one commit.
 *
 * @param commit the commit
 * @param subject its subject
 * @param owner name and mail of its author
 * @param subsystem where most of its files lie
 * @param outcome what happens
 * @param files the files that conflict
 * @param evidence the upstream id that makes it superfluous, the earlier commit whose conflict this
 *     one follows from, or why it could not be tried; empty otherwise
 */
public record RebaseStep(
    CommitId commit,
    String subject,
    String owner,
    String subsystem,
    Outcome outcome,
    List<String> files,
    String evidence) {
  /** What happens to a commit. */
  public enum Outcome {
    /** It applies by itself. */
    CLEAN,
    /** Someone has to look at it. */
    CONFLICT,
    /** It conflicts in a file that an earlier conflict left as it was; it may go away with that. */
    FOLLOWS_CONFLICT,
    /** The new base has it under its own id. */
    UPSTREAM,
    /** It changes nothing on the new base. */
    EMPTY,
    /** It could not be tried. */
    UNKNOWN
  }

  /** Copies the files. */
  public RebaseStep {
    files = List.copyOf(files);
  }
}
