package dev.kedge.report.symbol;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Finds the unit of an address: by {@code .debug_aranges}, and for units it leaves out by their
 * first entries.
 */
final class UnitIndex {
  private static final int UNLOAD_AFTER = 256;

  private final ObjectFile file;
  private final Units units;
  private final AddressRanges ranges;
  private final Work work;
  private final RangeIndex.Builder found;

  private UnitIndex(
      ObjectFile file, Units units, AddressRanges ranges, Work work, RangeIndex.Builder found) {
    this.file = file;
    this.units = units;
    this.ranges = ranges;
    this.work = work;
    this.found = found;
  }

  /** Reads where each unit has code. */
  static RangeIndex read(
      ObjectFile file, Units units, AddressRanges ranges, Work work, RangeIndex.Builder into) {
    UnitIndex index = new UnitIndex(file, units, ranges, work, into);
    BitSet covered = index.byAddressRanges();
    for (int i = 0; i < units.count(); i++) {
      if (!covered.get(i)) {
        index.byFirstEntry(units.offset(i));
      }
      if (i % UNLOAD_AFTER == UNLOAD_AFTER - 1) {
        file.unload();
      }
    }
    return into.build();
  }

  private void add(long low, long high, long unit) {
    if (!found.add(low, high, unit)) {
      throw new SymbolException(
          file.name() + ": its code is in more pieces than there is room for");
    }
  }

  private BitSet byAddressRanges() {
    BitSet covered = new BitSet();
    Cursor in = file.section(".debug_aranges");
    while (in.end() - in.at() > 12) {
      long start = in.at();
      long length = in.unitLength();
      long end = in.at() + length;
      in.u16();
      long unit = in.offset();
      int addressSize = in.u8();
      in.u8();
      long tuple = 2L * addressSize;
      long used = in.at() - start;
      if (addressSize != 4 && addressSize != 8) {
        break;
      }
      in.skip((tuple - used % tuple) % tuple);
      int number = Arrays.binarySearch(units.offsets(), unit);
      while (in.at() + tuple <= end) {
        work.spend(tuple);
        long low = in.sized(addressSize);
        long size = in.sized(addressSize);
        if (size != 0 && number >= 0) {
          add(low, low + size, unit);
          covered.set(number);
        }
      }
      in.seek(end);
    }
    return covered;
  }

  private void byFirstEntry(long offset) {
    Optional<Unit> unit = units.at(offset);
    if (unit.isPresent()) {
      ranges.each(
          unit.get(),
          unit.get().root(),
          unit.get().root(),
          (low, high) -> {
            add(low, high, offset);
            return true;
          });
    }
  }
}
