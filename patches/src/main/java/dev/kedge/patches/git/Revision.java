package dev.kedge.patches.git;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;

/**
 * A name of a commit as people and scripts give it: an id, a branch, {@code v6.6~3}. It never
 * starts with a dash and holds no control characters, so git cannot take it for an option or two
 * words.
 *
 * @param text the name
 */
public record Revision(String text) {
  private static final int MAX_LENGTH = 1024;

  /** Checks the name. */
  public Revision {
    if (text.isEmpty()) {
      throw PatchesException.input("an empty name of a revision");
    }
    if (text.length() > MAX_LENGTH) {
      throw PatchesException.input(
          "a revision of more than " + MAX_LENGTH + " characters: " + Printable.of(text, 60));
    }
    if (text.charAt(0) == '-') {
      throw PatchesException.input(
          "a revision does not begin with a dash: " + Printable.of(text, 100));
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw PatchesException.input(
          "a revision with control characters: " + Printable.of(text, 100));
    }
    if (text.contains("..")) {
      throw PatchesException.input(
          "one revision is needed here, not a range: " + Printable.of(text, 100));
    }
  }

  /** The revision that names this commit. */
  public static Revision of(CommitId id) {
    return new Revision(id.hex());
  }
}
