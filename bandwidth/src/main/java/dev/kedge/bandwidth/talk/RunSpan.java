package dev.kedge.bandwidth.talk;

import java.util.List;
import java.util.Locale;

/**
 * What several runs of one experiment span.
 *
 * @param runs how many
 * @param fewest operations of the victim in any run
 * @param most operations in any run
 * @param leastMaxMs the shortest of the runs' longest operations
 * @param mostMaxMs the longest operation of any run
 */
record RunSpan(int runs, long fewest, long most, double leastMaxMs, double mostMaxMs) {

  /** One run. */
  static RunSpan of(long operations, double maxMs) {
    return new RunSpan(1, operations, operations, maxMs, maxMs);
  }

  /** All of at least one span. */
  static RunSpan of(List<RunSpan> spans) {
    return spans.stream().reduce(RunSpan::and).orElseThrow();
  }

  private RunSpan and(RunSpan other) {
    return new RunSpan(
        runs + other.runs,
        Math.min(fewest, other.fewest),
        Math.max(most, other.most),
        Math.min(leastMaxMs, other.leastMaxMs),
        Math.max(mostMaxMs, other.mostMaxMs));
  }

  /**
   * Whether a run with these results lies inside; one whose longest operation was not finished may
   * have become as long as any.
   */
  boolean contains(long operations, double maxMs, boolean unfinished) {
    return fewest <= operations
        && operations <= most
        && (leastMaxMs <= maxMs || unfinished)
        && maxMs <= mostMaxMs;
  }

  /** Operations and the longest in ms. */
  String text() {
    return "%d-%d / %s-%s".formatted(fewest, most, ms(leastMaxMs), ms(mostMaxMs));
  }

  /** Milliseconds with as many digits as they deserve. */
  static String ms(double ms) {
    return String.format(Locale.ROOT, ms < 1 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }
}
