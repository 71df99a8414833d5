package dev.kedge.profile.compact;

/**
 * Probabilities as logarithms of their odds and back, from tables, so that every machine gets the
 * same numbers.
 */
final class Logistic {
  private static final int STEPS = 4096;
  private static final double LARGEST = 12;
  private static final double[] STRETCH = stretches();
  private static final double[] SQUASH = squashes();

  private Logistic() {}

  /** The logarithm of the odds of a probability of 16 bits. */
  static double stretch(int probability) {
    return STRETCH[probability >>> 4];
  }

  /** The logarithm of the odds of {@code part} in {@code whole}. */
  static double stretch(long part, long whole) {
    return STRETCH[Math.clamp(part * STEPS / whole, 0, STEPS - 1)];
  }

  /** The probability, of 16 bits and neither 0 nor 1, of which the odds have that logarithm. */
  static int squash(double odds) {
    double at = (Math.clamp(odds, -LARGEST, LARGEST) + LARGEST) * (STEPS / (2 * LARGEST));
    int below = (int) at;
    double value = SQUASH[below] + (SQUASH[below + 1] - SQUASH[below]) * (at - below);
    return Math.clamp((int) (value * Coder.ONE), 16, Coder.ONE - 16);
  }

  private static double[] stretches() {
    double[] values = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double probability = (i + 0.5) / STEPS;
      values[i] = StrictMath.log(probability / (1 - probability));
    }
    return values;
  }

  private static double[] squashes() {
    double[] values = new double[STEPS + 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 / (1 + StrictMath.exp(LARGEST - i * (2 * LARGEST / STEPS)));
    }
    return values;
  }
}
