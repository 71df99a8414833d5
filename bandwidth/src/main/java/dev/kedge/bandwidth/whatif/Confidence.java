package dev.kedge.bandwidth.whatif;

/** How far an answer can be trusted. */
public enum Confidence {
  /** The load was measured, and the model gives back what the counters say of today's limit. */
  HIGH,
  /** Parts of the load are assumed; the model gives back what the counters say. */
  MEDIUM,
  /** The load is mostly assumed, or the model does not give back what the counters say. */
  LOW;

  /** The weaker of two. */
  public Confidence and(Confidence other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
