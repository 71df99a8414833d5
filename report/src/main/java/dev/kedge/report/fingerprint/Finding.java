package dev.kedge.report.fingerprint;

/**
 * How one part of a fingerprint compares with an issue.
 *
 * @param part which part
 * @param outcome met, differs, or one side does not have it
 * @param detail the values, in words
 */
public record Finding(Part part, Outcome outcome, String detail) {
  /** Parts of a fingerprint, in the order in which they decide. */
  public enum Part {
    /** What holds up a hung task. */
    BLOCKER,
    /** Title and alternative titles, as a set. */
    TITLES,
    /** The module of the blamed function. */
    MODULE,
    /** The first functions of the stack. */
    STACK,
    /** The source file to blame. */
    FILE
  }

  /** How two values compare. */
  public enum Outcome {
    /** Both have it, and it is the same. */
    MET,
    /** Both have it, and it is not the same. */
    DIFFERS,
    /** One of them does not have it, which says nothing. */
    UNKNOWN
  }
}
