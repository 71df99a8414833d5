package dev.kedge.linux.unwind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Writes a table: rows (file offset, rule) in ascending order of offset, in blocks that are written
 * as they fill, then the first offset of each block, then the rules. Memory does not grow with the
 * rows but by four bytes for each block.
 *
 * <p>Layout, little-endian: header ({@link #HEADER_BYTES}: magic, version, machine, rows, blocks,
 * rules), blocks of {@link #BLOCK_ROWS} offsets of 32 bits and as many rule numbers of 16 bits (the
 * top bit: a function begins here), block index, rules.
 */
final class UnwindTableWriter {
  static final int MAGIC = 0x5457554b;
  static final int VERSION = 2;
  static final int HEADER_BYTES = 64;
  static final int BLOCK_ROWS = 256;
  static final int BLOCK_BYTES = BLOCK_ROWS * 6;
  static final int FUNCTION = 0x8000;
  static final int MAX_RULES = FUNCTION - 1;

  private static final int MAX_BLOCKS = 1 << 18;

  private final FileChannel file;
  private final ByteBuffer block = buffer(BLOCK_BYTES);
  private final Long2LongHashMap ruleNumbers = new Long2LongHashMap(-1);
  private long[] rules = new long[64];
  private int[] index = new int[64];
  private int blocks;
  private int inBlock;
  private int ruleCount;
  private long rows;
  private long pendingOffset = -1;
  private long pendingRule;
  private boolean pendingFunction;

  UnwindTableWriter(FileChannel file) throws IOException {
    this.file = file;
    write(ByteBuffer.allocate(HEADER_BYTES));
    // Rule numbers 0 and 1 are taken before there can be too many.
    number(UnwindRule.NONE);
    number(UnwindRule.UNSUPPORTED);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * From this file offset on the rule holds. Of two rows at one offset the later counts; a row
   * before the last one (functions that overlap) is left out.
   */
  void add(long offset, long rule, boolean function) throws IOException {
    if (offset < pendingOffset || offset >>> 32 != 0) {
      return;
    }
    if (offset == pendingOffset) {
      pendingRule = rule;
      pendingFunction |= function;
      return;
    }
    if (rule == pendingRule && !function && pendingOffset >= 0) {
      return;
    }
    flushPending();
    pendingOffset = offset;
    pendingRule = rule;
    pendingFunction = function;
  }

  /** The offset that rows must not lie before. */
  long lastOffset() {
    return pendingOffset;
  }

  private void flushPending() throws IOException {
    if (pendingOffset < 0 || blocks >= MAX_BLOCKS) {
      return;
    }
    if (inBlock == 0) {
      if (blocks == index.length) {
        index = Arrays.copyOf(index, 2 * blocks);
      }
      index[blocks] = (int) pendingOffset;
    }
    int number = number(pendingRule) | (pendingFunction ? FUNCTION : 0);
    block.putInt(4 * inBlock, (int) pendingOffset);
    block.putShort(4 * BLOCK_ROWS + 2 * inBlock, (short) number);
    rows++;
    if (++inBlock == BLOCK_ROWS) {
      flushBlock();
    }
  }

  private void flushBlock() throws IOException {
    write(block.duplicate());
    blocks++;
    inBlock = 0;
  }

  private int number(long rule) {
    long known = ruleNumbers.get(rule);
    if (known >= 0) {
      return (int) known;
    }
    if (ruleCount >= MAX_RULES) {
      return 1;
    }
    if (ruleCount == rules.length) {
      rules = Arrays.copyOf(rules, 2 * ruleCount);
    }
    rules[ruleCount] = rule;
    ruleNumbers.put(rule, ruleCount);
    return ruleCount++;
  }

  /** Writes what is left and the header; the table's bytes. */
  long finish(Machine machine) throws IOException {
    flushPending();
    if (inBlock > 0) {
      // Offsets past the end are larger than all.
      for (int i = inBlock; i < BLOCK_ROWS; i++) {
        block.putInt(4 * i, -1);
        block.putShort(4 * BLOCK_ROWS + 2 * i, (short) 0);
      }
      flushBlock();
    }
    ByteBuffer tail = buffer(4 * blocks + 8 * ruleCount + 8);
    for (int i = 0; i < blocks; i++) {
      tail.putInt(index[i]);
    }
    for (int i = 0; i < ruleCount; i++) {
      tail.putLong(rules[i]);
    }
    write(tail.flip());
    long bytes = file.position();
    ByteBuffer header = buffer(HEADER_BYTES);
    header.putInt(MAGIC).putInt(VERSION).putInt(machine.elf());
    header.putInt((int) rows).putInt(blocks).putInt(ruleCount);
    file.position(0);
    write(header.position(0).limit(HEADER_BYTES));
    return bytes;
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
