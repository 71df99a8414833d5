package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;

/**
 * Reads one entry of call frame information, copied out of the file: numbers as DWARF codes them
 * (DWARF 5, 7.6) and pointers as the Linux Standard Base does (core specification, 10.5.1).
 */
final class CfiCursor {
  private static final int PC_RELATIVE = 0x10;
  private static final int DATA_RELATIVE = 0x30;
  private static final int INDIRECT = 0x80;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private long fileOffset;
  private long address;

  /**
   * Turns to other bytes.
   *
   * @param entry the bytes, of which {@code length} count
   * @param inFile where the first of them is in the file
   * @param inMemory its virtual address
   */
  void open(byte[] entry, int length, long inFile, long inMemory) {
    bytes = entry;
    at = 0;
    end = length;
    fileOffset = inFile;
    address = inMemory;
  }

  boolean atEnd() {
    return at >= end;
  }

  int position() {
    return at;
  }

  void position(long to) {
    if (to < at || to > end) {
      throw wrong("a length reaches past the entry");
    }
    at = (int) to;
  }

  ElfException wrong(String message) {
    return new ElfException("call frame information: " + message, fileOffset + at);
  }

  private int need(int count) {
    if (count > end - at) {
      throw wrong("entry ends inside a field");
    }
    int from = at;
    at += count;
    return from;
  }

  int u8() {
    return bytes[need(1)] & 0xff;
  }

  int u16() {
    int from = need(2);
    return (bytes[from] & 0xff) | ((bytes[from + 1] & 0xff) << 8);
  }

  long u32() {
    return u16() | ((long) u16() << 16);
  }

  long u64() {
    return u32() | (u32() << 32);
  }

  long uleb() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      if (shift < 64) {
        value |= (long) (b & 0x7f) << shift;
      }
      shift += 7;
    } while ((b & 0x80) != 0);
    return value;
  }

  long sleb() {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = u8();
      if (shift < 64) {
        value |= (long) (b & 0x7f) << shift;
      }
      shift += 7;
    } while ((b & 0x80) != 0);
    return shift < 64 && (b & 0x40) != 0 ? value | -1L << shift : value;
  }

  /** A pointer of this encoding; {@code dataBase} is what DW_EH_PE_datarel is relative to. */
  long pointer(int encoding, long dataBase) {
    long here = address + at;
    long value = number(encoding & 0xf);
    if ((encoding & INDIRECT) != 0) {
      throw wrong("an indirect pointer to code");
    }
    return switch (encoding & 0x70) {
      case 0 -> value;
      case PC_RELATIVE -> value + here;
      case DATA_RELATIVE -> value + dataBase;
      default -> throw wrong("pointer encoding 0x%x".formatted(encoding));
    };
  }

  /** A number of the format in the low bits of a pointer encoding. */
  long number(int format) {
    return switch (format) {
      case 0, 4, 0xc -> u64();
      case 1 -> uleb();
      case 2 -> u16();
      case 3 -> u32();
      case 9 -> sleb();
      case 0xa -> (short) u16();
      case 0xb -> (int) u32();
      default -> throw wrong("pointer format 0x%x".formatted(format));
    };
  }

  /** The text up to the next zero, which ends it. */
  String text() {
    int from = at;
    while (u8() != 0) {
      if (at - from > 32) {
        throw wrong("an augmentation of more than 32 bytes");
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = from; i < at - 1; i++) {
      text.append((char) (bytes[i] & 0xff));
    }
    return text.toString();
  }
}
