package dev.kedge.verify.result;

import java.util.List;

/**
 * What the candidate has more, less or otherwise than the baseline. Long lists are cut; the counts
 * are of all.
 *
 * @param kind what was compared
 * @param same how many entries are the same
 * @param addedCount how many only the candidate has
 * @param goneCount how many only the baseline has
 * @param changedCount how many have another value
 * @param entries the differences, at most {@link #MAX_ENTRIES}, gone first, then added, then
 *     changed
 */
public record Delta(
    DeltaKind kind,
    int same,
    int addedCount,
    int goneCount,
    int changedCount,
    List<Entry> entries) {
  /** The most differences that are listed for one kind. */
  public static final int MAX_ENTRIES = 2_000;

  /** Copies the entries. */
  public Delta {
    entries = List.copyOf(entries);
  }

  /** Whether there is no difference. */
  public boolean isEmpty() {
    return addedCount + goneCount + changedCount == 0;
  }

  /**
   * One difference.
   *
   * @param name the name of the option, symbol, module, file, title or template
   * @param sign whether it is new, gone or changed
   * @param baseline its value in the baseline; empty when it is not there
   * @param candidate its value in the candidate; empty when it is not there
   */
  public record Entry(String name, Sign sign, String baseline, String candidate) {}

  /** What happened to an entry. */
  public enum Sign {
    /** Only the baseline has it. */
    GONE,
    /** Only the candidate has it. */
    ADDED,
    /** Both have it with different values. */
    CHANGED
  }
}
