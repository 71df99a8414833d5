package dev.kedge.report.symbol;

/** Tells which addresses an entry covers (DWARF 4, 2.17.3; DWARF 5, 7.25). Not thread-safe. */
final class AddressRanges {
  /** Takes a range; returns false to end. */
  interface Sink {
    boolean range(long low, long high);
  }

  private static final int MAX_RANGES = 1 << 20;

  /** Work of a range; lists of ranges may be shared by any number of entries. */
  private static final long RANGE_WORK = 16;

  private final ObjectFile file;
  private final Work work;

  AddressRanges(ObjectFile file, Work work) {
    this.file = file;
    this.work = work;
  }

  /** The ranges of an entry, until the sink has enough. */
  void each(Unit unit, Entry root, Entry entry, Sink sink) {
    if (entry.ranges != Entry.ABSENT) {
      long base = root.low == Entry.ABSENT ? 0 : address(unit, root, root.low, root.lowIndexed);
      if (unit.version() >= 5) {
        lists(unit, root, entry, base, sink);
      } else {
        pairs(unit, entry.ranges, base, sink);
      }
    } else if (entry.low != Entry.ABSENT && entry.high != Entry.ABSENT) {
      long low = address(unit, root, entry.low, entry.lowIndexed);
      long high =
          entry.highIsLength
              ? low + entry.high
              : address(unit, root, entry.high, entry.highIndexed);
      sink.range(low, high);
    }
  }

  private long address(Unit unit, Entry root, long value, boolean indexed) {
    if (!indexed) {
      return value;
    }
    Cursor table = file.section(".debug_addr");
    long base = root.addresses == Entry.ABSENT ? 8 : root.addresses;
    return table.seek(base + value * unit.addressSize()).sized(unit.addressSize());
  }

  /** {@code .debug_ranges}: pairs of offsets from a base; a pair of zeros ends the list. */
  private void pairs(Unit unit, long offset, long unitBase, Sink sink) {
    Cursor in = file.section(".debug_ranges").seek(offset);
    long base = unitBase;
    long selection = unit.addressSize() == 8 ? -1L : 0xffff_ffffL;
    for (int i = 0; i < MAX_RANGES; i++) {
      work.spend(RANGE_WORK);
      long low = in.sized(unit.addressSize());
      long high = in.sized(unit.addressSize());
      if (low == 0 && high == 0) {
        return;
      }
      if (low == selection) {
        base = high;
      } else if (!sink.range(base + low, base + high)) {
        return;
      }
    }
  }

  /** {@code .debug_rnglists}. */
  private void lists(Unit unit, Entry root, Entry entry, long unitBase, Sink sink) {
    Cursor in = file.section(".debug_rnglists");
    long offset = entry.ranges;
    if (entry.rangesIndexed) {
      int size = unit.wide() ? 8 : 4;
      long table = root.rangeLists == Entry.ABSENT ? (unit.wide() ? 20 : 12) : root.rangeLists;
      offset = table + in.seek(table + entry.ranges * size).sized(size);
    }
    in.seek(offset);
    long base = unitBase;
    for (int i = 0; i < MAX_RANGES; i++) {
      work.spend(RANGE_WORK);
      long low;
      long high;
      switch (in.u8()) {
        case 0 -> {
          return;
        }
        case 1 -> {
          base = address(unit, root, in.uleb(), true);
          continue;
        }
        case 2 -> {
          low = address(unit, root, in.uleb(), true);
          high = address(unit, root, in.uleb(), true);
        }
        case 3 -> {
          low = address(unit, root, in.uleb(), true);
          high = low + in.uleb();
        }
        case 4 -> {
          low = base + in.uleb();
          high = base + in.uleb();
        }
        case 5 -> {
          base = in.sized(unit.addressSize());
          continue;
        }
        case 6 -> {
          low = in.sized(unit.addressSize());
          high = in.sized(unit.addressSize());
        }
        case 7 -> {
          low = in.sized(unit.addressSize());
          high = low + in.uleb();
        }
        default -> throw in.bad("unknown kind of range", in.at());
      }
      if (!sink.range(low, high)) {
        return;
      }
    }
  }
}
