package dev.kedge.patches.trial;

import java.util.List;

/**
 * What came of applying a commit to a tree.
 *
 * @param outcome how it went
 * @param tree id of the tree after it: the result where it applies, the tree as it was otherwise
 * @param files the files that conflict; empty unless it conflicts
 * @param reason why nothing could be tried; empty otherwise
 */
public record Trial(Outcome outcome, String tree, List<String> files, String reason) {
  /** How a trial went. */
  public enum Outcome {
    /** It applies and changes something. */
    CLEAN,
    /** It applies and changes nothing: the tree has it already. */
    EMPTY,
    /** It does not apply by itself. */
    CONFLICT,
    /** It could not be tried: a merge, a root, a missing object. */
    UNKNOWN
  }

  /** Copies the files. */
  public Trial {
    files = List.copyOf(files);
  }
}
