package dev.kedge.patches.diff;

import java.util.List;

/**
 * What a commit changes against its first parent.
 *
 * @param files the files, in git's order
 * @param cut whether the change is larger than is read, so that files or lines are missing
 */
public record Patch(List<FilePatch> files, boolean cut) {
  /** Copies the files. */
  public Patch {
    files = List.copyOf(files);
  }

  /** The number of added and removed lines. */
  public int changedLineCount() {
    return files.stream().mapToInt(file -> file.changedLines().size()).sum();
  }
}
