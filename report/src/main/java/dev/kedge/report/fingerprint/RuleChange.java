package dev.kedge.report.fingerprint;

import java.util.List;

/**
 * What other rules would change about an issue.
 *
 * @param kind in which way
 * @param before titles of the issues, or types, by the rules in force; none for what is new
 * @param after the same by the other rules; none for what is no longer found
 * @param reports how many reports are concerned
 * @param file the log of the first of them
 * @param line line of its header
 */
public record RuleChange(
    Kind kind, List<String> before, List<String> after, int reports, String file, int line) {
  /** Ways in which issues change. */
  public enum Kind {
    /** Several issues become one. */
    MERGED,
    /** One issue becomes several. */
    SPLIT,
    /** Several issues become several others. */
    REGROUPED,
    /** The same reports under another title. */
    RENAMED,
    /** The same title has another type. */
    RETYPED,
    /** Reports that were not found. */
    APPEARED,
    /** Reports that are not found any more. */
    GONE
  }

  /** Copies the lists. */
  public RuleChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
