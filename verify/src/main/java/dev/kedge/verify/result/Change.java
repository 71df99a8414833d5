package dev.kedge.verify.result;

/** What a comparison says of the candidate. */
public enum Change {
  /** Worse by more than the minimal effect. */
  WORSE,
  /** Better by more than the minimal effect. */
  BETTER,
  /** Different, for a metric without a good direction. */
  DIFFERENT,
  /** No change was seen; the detectable effect says what could have been. */
  NONE_SEEN,
  /** Nothing can be said: data is missing. */
  UNKNOWN
}
