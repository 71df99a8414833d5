package dev.kedge.report.symbol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads little-endian fields of a section one after another, each checked against its end. Not
 * thread-safe.
 */
final class Cursor {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_TEXT = 4096;

  private final String section;
  private final MemorySegment data;
  private long at;
  private long end;

  /** A cursor at the start of a section, whose name stands in messages. */
  Cursor(String section, MemorySegment data) {
    this.section = section;
    this.data = data;
    this.end = data.byteSize();
  }

  long at() {
    return at;
  }

  long end() {
    return end;
  }

  boolean atEnd() {
    return at >= end;
  }

  /** Goes to an offset of the section. */
  Cursor seek(long offset) {
    if (offset < 0 || offset > data.byteSize()) {
      throw bad("offset outside the section", offset);
    }
    at = offset;
    return this;
  }

  /** Sets where reading must stop. */
  Cursor limit(long newEnd) {
    if (newEnd < at || newEnd > data.byteSize()) {
      throw bad("length leads outside the section", newEnd);
    }
    end = newEnd;
    return this;
  }

  void skip(long bytes) {
    need(bytes);
    at += bytes;
  }

  int u8() {
    need(1);
    return data.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  int u16() {
    need(2);
    int value = data.get(SHORT, at) & 0xffff;
    at += 2;
    return value;
  }

  int u24() {
    return u16() | u8() << 16;
  }

  long u32() {
    need(4);
    long value = data.get(INT, at) & 0xffff_ffffL;
    at += 4;
    return value;
  }

  long u64() {
    need(8);
    long value = data.get(LONG, at);
    at += 8;
    return value;
  }

  /** An unsigned field of 1, 2, 4 or 8 bytes. */
  long sized(int bytes) {
    return switch (bytes) {
      case 1 -> u8();
      case 2 -> u16();
      case 4 -> u32();
      case 8 -> u64();
      default -> throw bad("fields of " + bytes + " bytes are not understood", at);
    };
  }

  /** Unsigned LEB128 (DWARF 5, 7.6); more than 64 bits are cut. */
  long uleb() {
    long value = 0;
    int shift = 0;
    int next;
    do {
      next = u8();
      value |= shift < 64 ? (long) (next & 0x7f) << shift : 0;
      shift += 7;
    } while ((next & 0x80) != 0 && shift < 140);
    return value;
  }

  /** Signed LEB128. */
  long sleb() {
    long value = 0;
    int shift = 0;
    int next;
    do {
      next = u8();
      value |= shift < 64 ? (long) (next & 0x7f) << shift : 0;
      shift += 7;
    } while ((next & 0x80) != 0 && shift < 140);
    return shift < 64 && (next & 0x40) != 0 ? value | -1L << shift : value;
  }

  /** A text ended by a zero byte; what is beyond 4096 bytes is passed over. */
  String text() {
    long start = at;
    while (u8() != 0) {
      // The checked read ends the loop at the section's end.
    }
    int length = (int) Math.min(at - 1 - start, MAX_TEXT);
    byte[] bytes = new byte[length];
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, start, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Passes over a text. */
  void skipText() {
    while (u8() != 0) {
      // As above.
    }
  }

  /** The length field that begins a unit: 4 bytes, or 12 in the 64-bit format. */
  long unitLength() {
    long length = u32();
    wide = length == 0xffff_ffffL;
    if (!wide && length >= 0xffff_fff0L) {
      throw bad("reserved unit length", at);
    }
    return wide ? u64() : length;
  }

  private boolean wide;

  /** Whether the unit begun last is of the 64-bit format: its offsets have 8 bytes. */
  boolean wide() {
    return wide;
  }

  void wide(boolean isWide) {
    wide = isWide;
  }

  long offset() {
    return wide ? u64() : u32();
  }

  private void need(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      throw bad("field lies outside its unit", at);
    }
  }

  SymbolException bad(String problem, long offset) {
    return new SymbolException("%s, byte %d: %s".formatted(section, offset, problem));
  }
}
