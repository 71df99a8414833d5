package dev.kedge.profile.compact;

/**
 * One end of the coding. The model of a timeline runs the same way at both ends: it gives each
 * value to the coder and goes on with the one it gets back. A writer returns what it was given; a
 * reader ignores that and returns what was written.
 */
interface Coder {
  /** Probabilities are of 16 bits. */
  int ONE = 1 << 16;

  /** Entries that a byte may stand for at most, told by {@link #entries}. */
  int ENTRIES_PER_BYTE = 512;

  /**
   * Says that so many entries follow. A writer sees to it that there are bytes enough for them; a
   * reader refuses what a few bytes claim, before it sets memory aside.
   *
   * @throws CompactException when reading and there are too few bytes for so many
   */
  void entries(long count);

  /** One bit; {@code probability} is that of a 1, above 0 and below {@link #ONE}. */
  int bit(int probability, int bit);

  /**
   * One of the rows from {@code from} to before {@code to}, as likely as its count says. The sum of
   * their counts is above 0.
   */
  int chosen(RemainingCounts counts, int from, int to, int row);

  /** An unsigned number of so many bits, at most 16, all values as likely. */
  int plain(int bits, int value);
}
