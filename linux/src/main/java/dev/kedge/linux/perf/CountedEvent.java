package dev.kedge.linux.perf;

/**
 * Events that are sampled by their number, beside the clock.
 *
 * @param kind which events
 * @param period every so many of a CPU there is a sample, 1 at least
 */
public record CountedEvent(EventKind kind, long period) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException for the clock, which counts time, for tracepoints, or a period
   *     below 1
   */
  public CountedEvent {
    if (kind == EventKind.CPU_CLOCK || kind.tracepoint() || period < 1) {
      throw new IllegalArgumentException(
          "%s each %d: expected events that can be counted, and a period of at least 1"
              .formatted(kind, period));
    }
  }
}
