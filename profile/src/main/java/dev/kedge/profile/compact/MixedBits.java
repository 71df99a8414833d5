package dev.kedge.profile.compact;

import java.util.Arrays;

/**
 * Bits predicted by several contexts at once: each context has its adaptive probability, and what
 * they say is added up in the logistic domain with weights that are learnt too (M. Mahoney,
 * "Adaptive Weighing of Context Models for Lossless Data Compression", 2005).
 */
final class MixedBits {
  private static final int SEEN_BITS = 8;
  private static final int LONGEST = 127;
  private static final double RATE = 0.02;

  /** Of each context a probability of 16 bits, above how often it was met. */
  private final int[][] tables;

  private final int[] slots;
  private final double[] stretched;
  private final double[] weights;
  private double prior;

  /**
   * Bits of some contexts.
   *
   * @param selectors sets of weights to choose from
   * @param sizes of the tables of contexts, powers of two
   */
  MixedBits(int selectors, int... sizes) {
    tables = new int[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      tables[i] = new int[sizes[i]];
      Arrays.fill(tables[i], (Coder.ONE / 2) << SEEN_BITS);
    }
    slots = new int[sizes.length];
    stretched = new double[sizes.length + 1];
    weights = new double[selectors * stretched.length];
    Arrays.fill(weights, 1.2 / stretched.length);
  }

  /** Sets one context of the next bit; only as many bits of it count as the table has places. */
  void context(int input, int context) {
    slots[input] = context & (tables[input].length - 1);
  }

  /** Whether a context that was set has been met before. */
  boolean isKnown(int input) {
    return (tables[input][slots[input]] & 0xff) > 0;
  }

  /** What is known beside the contexts, as the logarithm of the odds of a 1. */
  void prior(double odds) {
    prior = odds;
  }

  int code(Coder coder, int selector, int bit) {
    int inputs = slots.length;
    int first = selector * stretched.length;
    double odds = 0;
    for (int i = 0; i < inputs; i++) {
      stretched[i] = Logistic.stretch(tables[i][slots[i]] >>> SEEN_BITS);
      odds += stretched[i] * weights[first + i];
    }
    stretched[inputs] = prior;
    odds += prior * weights[first + inputs];
    int mixed = Logistic.squash(odds);
    int coded = coder.bit(mixed, bit);
    double error = (coded == 1 ? Coder.ONE - mixed : -mixed) * (RATE / Coder.ONE);
    for (int i = 0; i <= inputs; i++) {
      weights[first + i] += error * stretched[i];
    }
    for (int i = 0; i < inputs; i++) {
      learn(tables[i], slots[i], coded);
    }
    return coded;
  }

  private static void learn(int[] table, int slot, int bit) {
    int probability = table[slot] >>> SEEN_BITS;
    int count = table[slot] & 0xff;
    int target = bit == 1 ? Coder.ONE - 32 : 32;
    probability += (target - probability) * 2 / (2 * count + 3);
    table[slot] = probability << SEEN_BITS | Math.min(LONGEST, count + 1);
  }
}
