package dev.kedge.agent;

import dev.kedge.linux.perf.PerfOptions;

/**
 * Chooses how much of the user stack is copied: more when too many stacks are cut. Nobody can know
 * beforehand how deep the stacks of a host are. One thread at a time.
 */
final class StackSizer {
  /** Stacks to have been seen before a share means anything. */
  private static final long ENOUGH = 500;

  private static final double TOO_MANY_CUT = 0.03;
  private static final int STEP_BYTES = 16 * 1024;

  private int stackBytes;
  private long stacksBefore;
  private long cutBefore;

  StackSizer(int stackBytes) {
    this.stackBytes = stackBytes;
  }

  /**
   * Takes a reading.
   *
   * @param stacks user stacks seen since the start
   * @param cut those of them that were cut
   * @return bytes to copy from now on
   */
  int observe(long stacks, long cut) {
    long seen = stacks - stacksBefore;
    if (stackBytes == 0 || seen < ENOUGH) {
      return stackBytes;
    }
    boolean tooMany = (cut - cutBefore) / (double) seen > TOO_MANY_CUT;
    stacksBefore = stacks;
    cutBefore = cut;
    if (tooMany) {
      stackBytes = Math.min(stackBytes + STEP_BYTES, PerfOptions.MAX_STACK_BYTES);
    }
    return stackBytes;
  }
}
