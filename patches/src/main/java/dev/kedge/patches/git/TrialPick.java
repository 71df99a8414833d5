package dev.kedge.patches.git;

import java.util.List;
import java.util.Optional;

/**
 * What came of picking a commit onto a tree without a work tree.
 *
 * @param outcome whether it applied
 * @param tree id of the tree that results; with conflict markers in it after a conflict; empty when
 *     nothing could be tried
 * @param conflicts paths that conflict, none unless the outcome is a conflict
 * @param reason why nothing could be tried; empty otherwise
 */
public record TrialPick(
    Outcome outcome, Optional<String> tree, List<String> conflicts, String reason) {
  /** Copies the list. */
  public TrialPick {
    conflicts = List.copyOf(conflicts);
  }

  /** Whether a pick applied. */
  public enum Outcome {
    /** It applies. */
    CLEAN,
    /** It applies and changes nothing: the tree has it already. */
    EMPTY,
    /** Files conflict. */
    CONFLICT,
    /** It could not be tried: a merge, a root, an object that is missing. */
    UNKNOWN
  }

  static TrialPick unknown(String reason) {
    return new TrialPick(Outcome.UNKNOWN, Optional.empty(), List.of(), reason);
  }
}
