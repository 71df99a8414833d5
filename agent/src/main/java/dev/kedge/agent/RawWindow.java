package dev.kedge.agent;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import java.time.Duration;
import java.util.List;

/**
 * What was sampled in one window, before names.
 *
 * @param kind what a sample stands for
 * @param range span of wall-clock time
 * @param period CPU time, or events, between two samples of a CPU
 * @param entries each stack with its samples
 * @param lost samples the kernel dropped
 * @param timed false when the times of samples are by a clock that cannot be placed in the window
 */
record RawWindow(
    SampleKind kind,
    TimeRange range,
    Duration period,
    List<Entry> entries,
    long lost,
    boolean timed) {
  /**
   * One stack of a window.
   *
   * @param stack what was seen
   * @param moments one for each sample, see {@link #moment}
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a list would box each sample
  record Entry(CountedStack stack, long[] moments) {
    long count() {
      return moments.length;
    }
  }

  /** Samples of all its stacks. */
  long samples() {
    long all = 0;
    for (Entry entry : entries) {
      all += entry.count();
    }
    return all;
  }

  /** Slots since the start of the window, CPU and thread of a sample in one number. */
  static long moment(int slot, int cpu, int tid) {
    return ((long) Math.min(slot, 0xffff) << 48) | ((cpu & 0xffffL) << 32) | (tid & 0xffff_ffffL);
  }

  static int slot(long moment) {
    return (int) (moment >>> 48);
  }

  static int cpu(long moment) {
    return (int) (moment >>> 32) & 0xffff;
  }

  static int tid(long moment) {
    return (int) moment;
  }
}
