package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.MappedFaults;

/** Rules looked up lately: most samples pass the same places. Of fixed size; one thread. */
final class RuleCache {
  private static final int SLOTS = 1 << 13;

  private final long[] keys = new long[SLOTS];
  private final long[] rules = new long[SLOTS];
  private final int[] starts = new int[SLOTS];
  private int slot;

  /** Looks a place up; {@link #rule} and {@link #functionStart} tell the answer. */
  void find(UnwindTable table, long offset) {
    long key = ((long) table.serial() << 32) | (offset & 0xffff_ffffL);
    long hash = key * 0x9E3779B97F4A7C15L;
    slot = (int) (hash >>> 32) & (SLOTS - 1);
    if (keys[slot] == key) {
      return;
    }
    keys[slot] = key;
    rules[slot] = UnwindRule.NONE;
    starts[slot] = (int) offset;
    try {
      MappedFaults.guard(() -> read(table, offset));
    } catch (ElfException e) {
      // Somebody cut the table's file: its places have no rules any more.
      rules[slot] = UnwindRule.NONE;
    }
  }

  private int read(UnwindTable table, long offset) {
    int row = offset >>> 32 == 0 ? table.find(offset) : -1;
    if (row >= 0 && table.rule(row) != UnwindRule.NONE) {
      rules[slot] = table.rule(row);
      starts[slot] = (int) table.functionStart(row);
    }
    return row;
  }

  /** The rule of the place looked up last. */
  long rule() {
    return rules[slot];
  }

  /** Where its function begins, as a file offset; the place itself where that is unknown. */
  long functionStart() {
    return Integer.toUnsignedLong(starts[slot]);
  }
}
