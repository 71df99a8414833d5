package dev.kedge.profile;

import dev.kedge.model.TimeRange;
import java.time.Duration;
import java.util.List;

/**
 * Samples with names: what a store answers for a selection, and what the pprof and folded codecs
 * write and read.
 *
 * @param range span asked for
 * @param kind what a sample stands for
 * @param period time between two samples of one CPU
 * @param stacks merged, in no particular order
 * @param lost samples lost in the span
 */
public record Profile(
    TimeRange range, SampleKind kind, Duration period, List<WeightedStack> stacks, long lost) {
  public Profile {
    stacks = List.copyOf(stacks);
  }

  /** Samples in all. */
  public long samples() {
    return stacks.stream().mapToLong(WeightedStack::count).sum();
  }
}
