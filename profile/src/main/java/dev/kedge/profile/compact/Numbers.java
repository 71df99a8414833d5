package dev.kedge.profile.compact;

/**
 * Adaptive code of whole numbers from 0 up, for each context: Elias gamma with the length and the
 * upper bits learnt.
 */
final class Numbers {
  /** Lengths at most: numbers below 2^48 - 1. */
  private static final int LENGTHS = 48;

  private static final int LEARNT = 3;
  private static final int PER_LENGTH = 1 << LEARNT;

  private final Bits length;
  private final Bits upper;

  Numbers(int contexts) {
    length = new Bits(contexts * LENGTHS);
    upper = new Bits(contexts * LENGTHS * PER_LENGTH);
  }

  /**
   * Codes a number.
   *
   * @throws CompactException when reading and it is longer than any that is written
   */
  long code(Coder coder, int context, long number) {
    long value = number + 1;
    int bits = 63 - Long.numberOfLeadingZeros(value);
    int coded = 0;
    while (length.code(coder, context * LENGTHS + coded, coded < bits ? 1 : 0) == 1) {
      if (++coded == LENGTHS) {
        throw new CompactException(
            "coded bytes", "a number of more than %d bits".formatted(LENGTHS));
      }
    }
    long result = 1;
    for (int i = coded - 1; i >= 0; i--) {
      int bit = (int) (value >>> i) & 1;
      if (coded - i <= LEARNT) {
        int place = (context * LENGTHS + coded) * PER_LENGTH + (int) result;
        result = result << 1 | upper.code(coder, place, bit);
      } else {
        result = result << 1 | coder.plain(1, bit);
      }
    }
    return result - 1;
  }

  /** Codes a number that may be below 0. */
  long signed(Coder coder, int context, long number) {
    long coded = code(coder, context, number << 1 ^ number >> 63);
    return coded >>> 1 ^ -(coded & 1);
  }
}
