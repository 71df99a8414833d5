package dev.kedge.verify.result;

/** The one number that stands for the values of a metric in one boot. */
public enum Statistic {
  /** The only value of a metric that has one. */
  VALUE,
  /** The median. */
  P50,
  /** The 99th percentile, nearest rank. */
  P99,
  /** The greatest value. */
  MAX,
  /** The smallest value. */
  MIN,
  /** The arithmetic mean. */
  MEAN,
  /** The sum. */
  SUM
}
