package dev.kedge.bandwidth.scenario;

/** A length of time, fixed or drawn anew each time it is needed; nanoseconds. */
public sealed interface Span {

  /** Always the same. */
  record Fixed(long ns) implements Span {}

  /** Any length from {@code minNs} to {@code maxNs}, equally likely. */
  record Uniform(long minNs, long maxNs) implements Span {}

  /** Exponential with the given mean, cut off at ten times the mean. */
  record Exponential(long meanNs) implements Span {}

  static Span ns(long ns) {
    return new Fixed(ns);
  }

  static Span us(long us) {
    return new Fixed(us * 1_000);
  }

  static Span ms(long ms) {
    return new Fixed(ms * 1_000_000);
  }
}
