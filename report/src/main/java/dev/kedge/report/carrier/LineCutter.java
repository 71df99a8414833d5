package dev.kedge.report.carrier;

import java.util.Arrays;

/**
 * Cuts bytes that come in pieces of any size into lines, and takes out blocks of bytes of a known
 * length where the taker of the lines asks for them. Not thread-safe.
 */
final class LineCutter {
  /** What is kept of a longer line or block: 64 KiB. */
  static final int MAX_LINE = 1 << 16;

  /** Takes lines and blocks. */
  interface Taker {
    /**
     * A line without its line feed.
     *
     * @param bytes valid during the call
     * @param cut true when the line was longer than {@link #MAX_LINE}
     * @return how many bytes after it are a block, 0 when a line follows
     */
    long line(byte[] bytes, int from, int to, boolean cut);

    /** A block that was asked for, not more than {@link #MAX_LINE} bytes of it. */
    long block(byte[] bytes, int from, int to, boolean cut);
  }

  private final Taker taker;
  private byte[] kept = new byte[256];
  private int length;
  private boolean cut;
  private long blockLeft;

  LineCutter(Taker taker) {
    this.taker = taker;
  }

  void feed(byte[] bytes, int offset, int count) {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      at = blockLeft > 0 ? feedBlock(bytes, at, end) : feedLine(bytes, at, end);
    }
  }

  /** Hands out what has no line feed yet. */
  void end() {
    if (blockLeft > 0) {
      finish(true);
    } else if (length > 0 || cut) {
      finish(false);
    }
    blockLeft = 0;
  }

  private int feedLine(byte[] bytes, int at, int end) {
    int feed = at;
    while (feed < end && bytes[feed] != '\n') {
      feed++;
    }
    if (feed == end) {
      keep(bytes, at, feed);
      return end;
    }
    if (length == 0 && !cut && feed - at <= MAX_LINE) {
      blockLeft = taker.line(bytes, at, feed, false);
    } else {
      keep(bytes, at, feed);
      finish(false);
    }
    return feed + 1;
  }

  private int feedBlock(byte[] bytes, int at, int end) {
    int taken = (int) Math.min(blockLeft, end - at);
    keep(bytes, at, at + taken);
    blockLeft -= taken;
    if (blockLeft == 0) {
      finish(true);
    }
    return at + taken;
  }

  private void keep(byte[] bytes, int from, int to) {
    int fits = Math.min(to - from, MAX_LINE - length);
    if (length + fits > kept.length) {
      kept = Arrays.copyOf(kept, Math.min(MAX_LINE, Math.max(kept.length * 2, length + fits)));
    }
    System.arraycopy(bytes, from, kept, length, fits);
    length += fits;
    cut |= fits < to - from;
  }

  private void finish(boolean block) {
    int size = length;
    boolean wasCut = cut;
    length = 0;
    cut = false;
    blockLeft = 0;
    blockLeft = block ? taker.block(kept, 0, size, wasCut) : taker.line(kept, 0, size, wasCut);
  }
}
