package dev.kedge.verify.result;

/** What a verification or one gate of it comes to. Missing data is never a pass. */
public enum Verdict {
  /** Everything that was promised was seen to hold. */
  PASS,
  /** Something that was promised does not hold. */
  FAIL,
  /** Too little was seen to say either. */
  INCONCLUSIVE;

  /** The verdict of a whole: one failure fails it, otherwise one open question leaves it open. */
  public Verdict and(Verdict other) {
    if (this == FAIL || other == FAIL) {
      return FAIL;
    }
    return this == INCONCLUSIVE ? INCONCLUSIVE : other;
  }
}
