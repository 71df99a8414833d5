package dev.kedge.linux.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a little-endian ELF file of either class, with checked access. Word-sized fields are
 * 4 bytes in 32-bit files and 8 in 64-bit ones.
 */
final class ElfImage {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ImageMemory memory;
  private final MemorySegment bytes;
  private final boolean wide;

  /**
   * Checks the identification bytes.
   *
   * @throws ElfException when it is no little-endian ELF file
   */
  ElfImage(ImageMemory memory) {
    this.memory = memory;
    this.bytes = memory.bytes();
    if (bytes.byteSize() < 52 || bytes.get(INT, 0) != 0x464c457f) {
      throw new ElfException("no ELF magic number", 0);
    }
    int fileClass = bytes.get(ValueLayout.JAVA_BYTE, 4);
    if (fileClass != 1 && fileClass != 2) {
      throw new ElfException("class " + fileClass + " is neither 32 nor 64 bits", 4);
    }
    if (bytes.get(ValueLayout.JAVA_BYTE, 5) != 1) {
      throw new ElfException("not little-endian", 5);
    }
    wide = fileClass == 2;
    if (wide && bytes.byteSize() < 64) {
      throw new ElfException("file ends inside its header", bytes.byteSize());
    }
  }

  ImageMemory memory() {
    return memory;
  }

  boolean wide() {
    return wide;
  }

  long size() {
    return bytes.byteSize();
  }

  int u8(long at) {
    check(at, 1);
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  int u16(long at) {
    check(at, 2);
    return bytes.get(SHORT, at) & 0xffff;
  }

  long u32(long at) {
    check(at, 4);
    return bytes.get(INT, at) & 0xffff_ffffL;
  }

  long u64(long at) {
    check(at, 8);
    return bytes.get(LONG, at);
  }

  /** A field as wide as the file's class. */
  long word(long at) {
    return wide ? u64(at) : u32(at);
  }

  /** Whether a range lies inside the file; offset and length may be any 64-bit values. */
  boolean holds(long at, long length) {
    return at >= 0 && length >= 0 && at <= bytes.byteSize() && length <= bytes.byteSize() - at;
  }

  private void check(long at, long length) {
    if (!holds(at, length)) {
      throw new ElfException("field lies outside the file of %d bytes".formatted(size()), at);
    }
  }

  /** Bytes until the zero that ends a text, at most {@code limit} and not past the file's end. */
  int textLength(long at, int limit) {
    check(at, 0);
    int end = (int) Math.min(limit, bytes.byteSize() - at);
    for (int i = 0; i < end; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at + i) == 0) {
        return i;
      }
    }
    return end;
  }

  /** The zero-terminated text at an offset, cut at {@code limit} bytes. */
  String text(long at, int limit) {
    byte[] text = new byte[textLength(at, limit)];
    copy(at, text, 0, text.length);
    return new String(text, StandardCharsets.UTF_8);
  }

  void copy(long at, byte[] into, int from, int length) {
    check(at, length);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, into, from, length);
  }
}
