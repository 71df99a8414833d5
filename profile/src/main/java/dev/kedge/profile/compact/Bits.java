package dev.kedge.profile.compact;

import java.util.Arrays;

/**
 * Adaptive probabilities, one for each context: quick to learn at first, slower the more was seen.
 */
final class Bits {
  /** What is remembered of the past: about so many bits. */
  private static final int LONGEST = 250;

  private final int[] probability;
  private final short[] seen;

  Bits(int contexts) {
    probability = new int[contexts];
    Arrays.fill(probability, Coder.ONE / 2);
    seen = new short[contexts];
  }

  int code(Coder coder, int context, int bit) {
    int coded = coder.bit(probability[context], bit);
    int target = coded == 1 ? Coder.ONE - 32 : 32;
    // An estimate after n bits that began with one half counted one and a half times.
    probability[context] += (target - probability[context]) * 2 / (2 * seen[context] + 5);
    if (seen[context] < LONGEST) {
      seen[context]++;
    }
    return coded;
  }
}
