package dev.kedge.verify.result;

/** What a p-value of a comparison rests on. */
public enum Method {
  /** Mann-Whitney over the boots, exact: every way to deal the boots to two sides is counted. */
  BOOT_RANKS,
  /**
   * Welch's t over the boots, not below the chance by which a metric with two values separates the
   * sides: for boots too few for ranks.
   */
  BOOT_WELCH,
  /**
   * Mann-Whitney over the values inside the boots: they were seen to be exchangeable between boots
   * of one kernel.
   */
  WITHIN_BOOTS,
  /** No test: a side has no boot, or too few. */
  NONE
}
