package dev.kedge.patches.diff;

import java.util.List;

/**
 * What a commit does to one file.
 *
 * @param path the file's name after the change, or before it where the change removes it
 * @param change what happens to the file as a whole
 * @param binary whether git shows no lines because the contents are no text
 * @param contents for a binary file the names of both blobs, so that equal changes are equal; empty
 *     for text
 * @param hunks the changed places, in the order of the file
 */
public record FilePatch(
    String path, Change change, boolean binary, String contents, List<Hunk> hunks) {
  /** What happens to a file as a whole. Renames are shown as a removal and an addition. */
  public enum Change {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** Copies the hunks. */
  public FilePatch {
    hunks = List.copyOf(hunks);
  }

  /** The added and removed lines with their sign, in the order of the file. */
  public List<String> changedLines() {
    return hunks.stream().flatMap(hunk -> hunk.changedLines().stream()).toList();
  }
}
