package dev.kedge.verify.bisect;

/** What one test of one kernel showed. */
public enum Observation {
  /** The fault was not seen. */
  GOOD,
  /** The fault was seen. */
  BAD,
  /** The kernel cannot be tested: it does not build, or does not boot. */
  UNTESTABLE
}
