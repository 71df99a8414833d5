package dev.kedge.verify.bisect;

/**
 * Places that may be meant, the most probable among them.
 *
 * @param from the first
 * @param to the last; the length of the list stands for "not in this list"
 * @param likeliest the most probable
 * @param probability the probability that it is one of them
 */
public record Span(int from, int to, int likeliest, double probability) {
  /** Whether one place is named. */
  public boolean isOne() {
    return from == to;
  }
}
