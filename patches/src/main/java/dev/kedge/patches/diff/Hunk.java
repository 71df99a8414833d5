package dev.kedge.patches.diff;

import java.util.List;

/**
 * One changed place of a file, without its position.
 *
 * <p>Two hunks with the same lines are not equal when they lie in different sections; compare the
 * lines.
 *
 * @param section the line git shows behind the position: the head of the function around it, where
 *     git finds one; empty otherwise
 * @param lines each with git's mark in front: a blank for context, {@code +}, {@code -}, or {@code
 *     \} for the note that the last line has no end
 */
public record Hunk(String section, List<String> lines) {
  /** Copies the lines. */
  public Hunk {
    lines = List.copyOf(lines);
  }

  /** The added and removed lines with their sign. */
  public List<String> changedLines() {
    return lines.stream().filter(line -> line.charAt(0) == '+' || line.charAt(0) == '-').toList();
  }
}
