package dev.kedge.bandwidth.scenario.rtapp;

import dev.kedge.bandwidth.scenario.document.Node;

/** Whole numbers of an rt-app file, which counts time in microseconds. */
final class RtAppNumber {
  /** A day. */
  static final long MAX_US = 86_400_000_000L;

  private RtAppNumber() {}

  static long of(Node node, String what, long min, long max) {
    String text = node.text("%s as a number".formatted(what));
    String refusal =
        "%s is %s: expected a whole number from %d to %d".formatted(what, node.kind(), min, max);
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw node.place().error(refusal, e);
    }
    throw node.place().error(refusal);
  }

  /** A time in the file's microseconds, as nanoseconds. */
  static long nanoseconds(Node node, String what) {
    return of(node, what, 0, MAX_US) * 1_000;
  }
}
