package dev.kedge.bandwidth.measure;

/**
 * Numbers that cover what is not known more evenly than independent draws do: with some tens of
 * simulations every part of each range is met.
 *
 * <p>Point i of a sequence with as many coordinates as are asked for, each uniform in [0, 1).
 *
 * <p>Source: M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018):
 * multiples of the powers of 1/x, x^(d+1) = x + 1.
 */
final class EvenDraws {
  private static final int ITERATIONS = 60;

  private final long point;
  private final double base;
  private double step = 1;

  /**
   * The draws of one point.
   *
   * @param point which point; points near each other are far apart
   * @param coordinates how many draws will be made of it
   */
  EvenDraws(long point, int coordinates) {
    this.point = point;
    double root = 1;
    for (int i = 0; i < ITERATIONS; i++) {
      root = Math.pow(1 + root, 1.0 / (coordinates + 1));
    }
    this.base = root;
  }

  /** The next coordinate. */
  double next() {
    step /= base;
    double at = 0.5 + step * point;
    return at - Math.floor(at);
  }

  /** The next coordinate, spread over a range from 0. */
  long below(long bound) {
    return (long) (next() * bound);
  }
}
