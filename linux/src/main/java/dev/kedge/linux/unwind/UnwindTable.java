package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The unwind rules of one ELF file, mapped from a table file; the index of its blocks and the rules
 * are in the heap (four bytes for 256 rows, eight for each different rule). May be read by several
 * threads until it is closed.
 */
final class UnwindTable implements AutoCloseable {
  /** A file without rules, or one that could not be read. */
  static final UnwindTable EMPTY = new UnwindTable();

  private static final int ROWS_AT = 12;
  private static final int BLOCKS_AT = 16;
  private static final int RULES_AT = 20;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int serial;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment bytes;
  private final int rows;
  private final int[] index;
  private final long[] rules;
  private boolean closing;

  private UnwindTable() {
    serial = 0;
    bytes = MemorySegment.NULL;
    rows = 0;
    index = new int[0];
    rules = new long[0];
  }

  private UnwindTable(int serial, FileChannel channel) throws IOException {
    this.serial = serial;
    try {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      check(bytes);
      rows = bytes.get(INT, ROWS_AT);
      index = new int[bytes.get(INT, BLOCKS_AT)];
      MemorySegment.copy(bytes, INT, indexAt(index.length), index, 0, index.length);
      rules = new long[bytes.get(INT, RULES_AT)];
      long rulesAt = indexAt(index.length) + 4L * index.length;
      MemorySegment.copy(bytes, LONG, rulesAt, rules, 0, rules.length);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static long indexAt(int blocks) {
    return UnwindTableWriter.HEADER_BYTES + (long) blocks * UnwindTableWriter.BLOCK_BYTES;
  }

  private static void check(MemorySegment bytes) {
    long size = bytes.byteSize();
    if (size < UnwindTableWriter.HEADER_BYTES
        || bytes.get(INT, 0) != UnwindTableWriter.MAGIC
        || bytes.get(INT, 4) != UnwindTableWriter.VERSION) {
      throw new ElfException("no unwind table of this version", 0);
    }
    int rows = bytes.get(INT, ROWS_AT);
    int blocks = bytes.get(INT, BLOCKS_AT);
    int ruleCount = bytes.get(INT, RULES_AT);
    if (rows < 0
        || blocks < 0
        || ruleCount < 0
        || ruleCount > UnwindTableWriter.MAX_RULES
        || (rows + (long) UnwindTableWriter.BLOCK_ROWS - 1) / UnwindTableWriter.BLOCK_ROWS != blocks
        || indexAt(blocks) + 4L * blocks + 8L * ruleCount != size) {
      throw new ElfException("an unwind table that contradicts itself", 12);
    }
  }

  /**
   * Maps a table; the channel may be closed afterwards.
   *
   * @param serial tells it apart from every other table of this process; not 0
   * @throws IOException when it cannot be mapped
   * @throws ElfException when it is no table
   */
  static UnwindTable map(FileChannel channel, int serial) throws IOException {
    return new UnwindTable(serial, channel);
  }

  /** Tells tables apart, also from those that are closed. */
  int serial() {
    return serial;
  }

  /** Notes that it is about to be closed: of the thread that reads it. */
  void markClosing() {
    closing = true;
  }

  /** Whether it must not be read any more. */
  boolean closing() {
    return closing;
  }

  int rows() {
    return rows;
  }

  /** Memory it takes: mapped bytes, and what is in the heap. */
  long size() {
    return bytes.byteSize() + 4L * index.length + 8L * rules.length + 256;
  }

  /** The row that holds at a file offset, or minus one. */
  int find(long offset) {
    int low = 0;
    int high = index.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Integer.toUnsignedLong(index[middle]) <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    if (high < 0) {
      return -1;
    }
    int first = high * UnwindTableWriter.BLOCK_ROWS;
    low = first;
    high = Math.min(rows, first + UnwindTableWriter.BLOCK_ROWS) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (offset(middle) <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private static long block(int row) {
    return UnwindTableWriter.HEADER_BYTES
        + (long) (row / UnwindTableWriter.BLOCK_ROWS) * UnwindTableWriter.BLOCK_BYTES;
  }

  /** First file offset of a row. */
  long offset(int row) {
    return Integer.toUnsignedLong(
        bytes.get(INT, block(row) + 4L * (row % UnwindTableWriter.BLOCK_ROWS)));
  }

  private int number(int row) {
    return bytes.get(
        SHORT,
        block(row) + 4L * UnwindTableWriter.BLOCK_ROWS + 2L * (row % UnwindTableWriter.BLOCK_ROWS));
  }

  /** The rule of a row. */
  long rule(int row) {
    int number = number(row) & UnwindTableWriter.MAX_RULES;
    return number < rules.length ? rules[number] : UnwindRule.UNSUPPORTED;
  }

  /** Where the function of a row begins, as a file offset. */
  long functionStart(int row) {
    for (int at = row; at >= 0; at--) {
      if ((number(at) & UnwindTableWriter.FUNCTION) != 0) {
        return offset(at);
      }
    }
    return offset(row);
  }

  @Override
  public void close() {
    if (serial != 0) {
      arena.close();
    }
  }
}
