package dev.kedge.agent;

import dev.kedge.model.TimeRange;
import java.time.Duration;
import java.util.List;

/**
 * What was sampled in one window, before names.
 *
 * @param range span of wall-clock time
 * @param period CPU time between two samples of a CPU
 * @param entries each stack with its samples
 * @param lost samples the kernel dropped
 */
record RawWindow(TimeRange range, Duration period, List<Entry> entries, long lost) {
  /**
   * One stack of a window.
   *
   * @param stack what was seen
   * @param count how often
   */
  record Entry(CountedStack stack, long count) {}
}
