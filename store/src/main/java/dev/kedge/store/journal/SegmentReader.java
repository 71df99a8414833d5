package dev.kedge.store.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Walks over a segment that may be cut short or damaged anywhere, giving every record that is whole
 * and counting the stretches that are not.
 */
final class SegmentReader {
  private final byte[] segment;
  private final long marker;
  private int damaged;
  private int end = SegmentFormat.START;

  SegmentReader(byte[] segment, long marker) {
    this.segment = segment;
    this.marker = marker;
  }

  /** Takes a whole record. */
  @FunctionalInterface
  interface Sink {
    /** Returns false when the content makes no sense, which counts as damage. */
    boolean take(byte type, byte[] payload);
  }

  /** Gives every whole record in order. */
  void read(Sink sink) {
    int at = SegmentFormat.START;
    while (at < segment.length) {
      int next = whole(at, sink);
      if (next >= 0) {
        at = next;
        end = next;
        continue;
      }
      OptionalInt found = nextRecord(at + 1);
      if (found.isEmpty()) {
        return;
      }
      damaged++;
      at = found.getAsInt();
    }
  }

  /** Stretches with whole records behind them that could not be read. */
  int damaged() {
    return damaged;
  }

  /** Where the last whole record ends; what follows is an unfinished write. */
  int end() {
    return Math.min(end, segment.length);
  }

  /** The position after the record at that place, or -1 when none is whole there. */
  private int whole(int at, Sink sink) {
    Optional<SegmentFormat.RecordHeader> header = SegmentFormat.recordHeader(segment, at, marker);
    if (header.isEmpty()) {
      return -1;
    }
    int start = at + SegmentFormat.RECORD_HEADER;
    int length = header.get().length();
    byte type = header.get().type();
    if (length > segment.length - start
        || SegmentFormat.payloadCrc(type, segment, start, length) != header.get().payloadCrc()) {
      return -1;
    }
    if (!sink.take(type, Arrays.copyOfRange(segment, start, start + length))) {
      damaged++;
    }
    return start + length;
  }

  /** The next place with a whole record header, whatever its payload is like. */
  private OptionalInt nextRecord(int from) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    byte first = (byte) (marker >>> 56);
    for (int at = from; at + SegmentFormat.RECORD_HEADER <= segment.length; at++) {
      if (segment[at] == first
          && bytes.getLong(at) == marker
          && SegmentFormat.recordHeader(segment, at, marker).isPresent()) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }
}
