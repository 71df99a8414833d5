package dev.kedge.verify.result;

/** Which direction of a metric is an improvement. */
public enum Better {
  /** Less is better: a latency, a size. */
  LOWER,
  /** More is better: operations done. */
  HIGHER,
  /** Neither: the metric is shown and compared, no gate looks at its direction. */
  NEITHER
}
