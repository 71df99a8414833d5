package dev.kedge.profile.compact;

/**
 * Reads what {@link RangeWriter} wrote. Any bytes at all decode to something; that ends soon after
 * the bytes do.
 */
final class RangeReader implements Coder {
  private static final long MASK = 0xffff_ffffL;

  private final byte[] bytes;
  private int at;
  private long range = MASK;
  private long code;
  private long entries;

  RangeReader(byte[] bytes) {
    this.bytes = bytes;
    for (int i = 0; i < 5; i++) {
      code = (code << 8 | next()) & MASK;
    }
  }

  @Override
  public void entries(long count) {
    entries += count;
    if (entries > (long) bytes.length * ENTRIES_PER_BYTE) {
      throw new CompactException(
          "coded bytes", "%d entries in %d bytes".formatted(entries, bytes.length));
    }
  }

  @Override
  public int bit(int probability, int ignored) {
    long bound = (range >>> 16) * probability;
    int bit;
    if (code < bound) {
      range = bound;
      bit = 1;
    } else {
      code -= bound;
      range -= bound;
      bit = 0;
    }
    normalize();
    return bit;
  }

  @Override
  public int chosen(RemainingCounts counts, int from, int to, int ignored) {
    long before = counts.before(from);
    long total = counts.before(to) - before;
    range /= total;
    int row = counts.at(before + Math.min(total - 1, code / range));
    code -= range * (counts.before(row) - before);
    range *= counts.of(row);
    normalize();
    return row;
  }

  @Override
  public int plain(int bits, int ignored) {
    range >>>= bits;
    int value = (int) Math.min((1L << bits) - 1, code / range);
    code -= range * value;
    normalize();
    return value;
  }

  private void normalize() {
    while (range < RangeWriter.TOP) {
      code = (code << 8 | next()) & MASK;
      range = (range << 8) & MASK;
    }
  }

  private int next() {
    if (at < bytes.length) {
      return bytes[at++] & 0xff;
    }
    if (at++ >= bytes.length + RangeWriter.LEFT_OUT) {
      throw new CompactException(
          "coded bytes", "they end too early, after %d bytes".formatted(bytes.length));
    }
    return 0;
  }
}
