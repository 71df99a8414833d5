package dev.kedge.profile.compact;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Writes values by their probabilities: the range coder of G. N. N. Martin (1979) with the carry
 * handling of LZMA's, 64 bits wide.
 */
final class RangeWriter implements Coder {
  static final long TOP = 1L << 24;

  /** Zeros at the end that are left out at most. */
  static final int LEFT_OUT = 8;

  private static final long MASK = 0xffff_ffffL;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long range = MASK;
  private int held;
  private long heldCount = 1;
  private long entries;

  @Override
  public void entries(long count) {
    entries += count;
  }

  @Override
  public int bit(int probability, int bit) {
    long bound = (range >>> 16) * probability;
    if (bit == 1) {
      range = bound;
    } else {
      low += bound;
      range -= bound;
    }
    normalize();
    return bit;
  }

  @Override
  public int chosen(RemainingCounts counts, int from, int to, int row) {
    long before = counts.before(from);
    range /= counts.before(to) - before;
    low += range * (counts.before(row) - before);
    range *= counts.of(row);
    normalize();
    return row;
  }

  @Override
  public int plain(int bits, int value) {
    range >>>= bits;
    low += range * value;
    normalize();
    return value;
  }

  /** The bytes; nothing can be written after this. */
  byte[] bytes() {
    for (int i = 0; i < 5; i++) {
      shift();
    }
    // The reader takes what is missing at the end as zeros.
    byte[] all = out.toByteArray();
    int length = all.length;
    while (length > Math.max(0, all.length - LEFT_OUT) && all[length - 1] == 0) {
      length--;
    }
    // Entries that are all alike cost less than a reader believes.
    long least = Math.ceilDiv(entries, ENTRIES_PER_BYTE);
    return Arrays.copyOf(all, (int) Math.max(length, least));
  }

  private void normalize() {
    while (range < TOP) {
      range = (range << 8) & MASK;
      shift();
    }
  }

  /** Bytes of all ones are held back until it is known whether a carry goes through them. */
  private void shift() {
    if (low < 0xff00_0000L || low > MASK) {
      int carry = (int) (low >>> 32);
      int next = held;
      do {
        out.write(next + carry);
        next = 0xff;
      } while (--heldCount > 0);
      held = (int) (low >>> 24) & 0xff;
    }
    heldCount++;
    low = (low & 0x00ff_ffffL) << 8;
  }
}
