package dev.kedge.report.symbol;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a part of a mapped file from its front. Not thread-safe. */
final class SegmentInput extends InputStream {
  private final MemorySegment segment;
  private long at;

  SegmentInput(MemorySegment segment) {
    this.segment = segment;
  }

  @Override
  public int read() {
    return at < segment.byteSize() ? segment.get(ValueLayout.JAVA_BYTE, at++) & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    long left = segment.byteSize() - at;
    if (left == 0 && length > 0) {
      return -1;
    }
    int count = (int) Math.min(length, left);
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, to, offset, count);
    at += count;
    return count;
  }
}
