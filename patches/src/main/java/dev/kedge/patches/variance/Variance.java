package dev.kedge.patches.variance;

import dev.kedge.patches.CommitId;
import java.util.List;

/**
 * One backport held against what it claims to carry.
 *
 * @param commit the backport
 * @param subject its subject
 * @param upstream the commits it names, in the order they were laid over each other
 * @param level how far it differs
 * @param similarity the share of changed lines both have in common, 0 to 1; 1 where {@link Level}
 *     says that no line differs, 0 where nothing could be compared
 * @param declared whether the message says that it differs
 * @param files the files that differ, with the lines; empty when none does
 * @param reason why nothing could be compared; empty otherwise
 */
public record Variance(
    CommitId commit,
    String subject,
    List<CommitId> upstream,
    Level level,
    double similarity,
    boolean declared,
    List<FileVariance> files,
    String reason) {
  /** How far a backport differs, from not at all to not known. */
  public enum Level {
    /** The same lines in the same surroundings. */
    IDENTICAL,
    /** The same added and removed lines; lines around them differ. */
    CONTEXT,
    /** Added or removed lines differ. */
    CHANGED,
    /** It could not be compared; the reason stands beside it. */
    UNKNOWN
  }

  /** Copies the lists. */
  public Variance {
    upstream = List.copyOf(upstream);
    files = List.copyOf(files);
  }

  static Variance unknown(
      CommitId commit, String subject, List<CommitId> upstream, boolean declared, String reason) {
    return new Variance(commit, subject, upstream, Level.UNKNOWN, 0, declared, List.of(), reason);
  }

  /** Says whether the lines differ and the message does not say so. */
  public boolean undeclared() {
    return level == Level.CHANGED && !declared;
  }
}
