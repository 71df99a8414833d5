package dev.kedge.wire;

/**
 * Indices as differences of neighbours. Sums may wrap around on input from outside; what comes out
 * is checked against its table like any other index.
 */
final class IndexSteps {
  private int last = -1;

  /** The step that leads to an index. */
  int to(int index) {
    int step = index - last;
    last = index;
    return step;
  }

  /** The index a step leads to. */
  int by(int step) {
    last += step;
    return last;
  }
}
