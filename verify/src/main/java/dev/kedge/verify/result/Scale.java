package dev.kedge.verify.result;

/** How the effect of a comparison is told. */
public enum Scale {
  /** As a share of the baseline: 0.12 is 12 % more. */
  RELATIVE,
  /** As a difference in the metric's unit: where a value is zero or negative, no share exists. */
  DIFFERENCE
}
