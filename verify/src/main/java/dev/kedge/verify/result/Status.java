package dev.kedge.verify.result;

/**
 * How a test ended, in KCIDB's words and its order of priority (KCIDB schema 5.3, {@code status}).
 */
public enum Status {
  /** The kernel under test failed. */
  FAIL,
  /** The test itself failed, so that nothing is known about the kernel. */
  ERROR,
  /** The test could not be started: something before it stopped the run. */
  MISS,
  /** The kernel under test passed. */
  PASS,
  /** The test ran to its end without a verdict: it only measures. */
  DONE,
  /** The test does not apply to this kernel or machine. */
  SKIP;

  /** The status of a whole whose parts are this one and {@code other}: the more urgent of both. */
  public Status and(Status other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
