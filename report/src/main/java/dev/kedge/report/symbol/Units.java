package dev.kedge.report.symbol;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The units of {@code .debug_info}: where they are, and the heads of the ones met lately. */
final class Units {
  private static final int MAX_UNITS = 1 << 20;
  private static final int KEPT = 64;

  /** Work of finding one unit: it lies on a page of its own as a rule. */
  private static final long UNIT_WORK = 512;

  /** After so many units the pages read for them are given back. */
  private static final int UNLOAD_AFTER = 256;

  /** Entries of units this reader does not look into: of types only, or in a file of their own. */
  private static final int SKELETON = 4;

  private final ObjectFile file;
  private final EntryReader entries;
  private final Work work;
  private final long[] offsets;
  private int split;
  private final Map<Long, Abbreviations> abbreviations = new Recent<>(KEPT);
  private final Map<Long, Unit> units = new Recent<>(KEPT);

  private static final class Recent<V> extends LinkedHashMap<Long, V> {
    private static final long serialVersionUID = 1;
    private final int kept;

    Recent(int kept) {
      super(16, 0.75f, true);
      this.kept = kept;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
      return size() > kept;
    }
  }

  Units(ObjectFile file, EntryReader entries, Work work) {
    this.file = file;
    this.entries = entries;
    this.work = work;
    this.offsets = readOffsets();
  }

  private long[] readOffsets() {
    Cursor in = file.section(".debug_info");
    long[] found = new long[64];
    int count = 0;
    while (!in.atEnd() && count < MAX_UNITS) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = in.at();
      work.spend(UNIT_WORK);
      in.skip(in.unitLength());
      if (count % UNLOAD_AFTER == 0) {
        file.unload();
      }
    }
    return Arrays.copyOf(found, count);
  }

  int count() {
    return offsets.length;
  }

  /** Where they begin, in order; not to be changed. */
  long[] offsets() {
    return offsets;
  }

  long offset(int index) {
    return offsets[index];
  }

  /** Memory in the heap, roughly. */
  long bytes() {
    return 8L * offsets.length;
  }

  /** Units met so far whose entries are in another file ({@code .dwo}). */
  int split() {
    return split;
  }

  /** The unit that holds an entry. */
  Optional<Unit> holding(long entry) {
    int at = Arrays.binarySearch(offsets, entry);
    int found = at >= 0 ? at : -at - 2;
    return found < 0 ? Optional.empty() : at(offsets[found]);
  }

  /**
   * The unit at an offset; empty when it is none with code: a type unit, a skeleton, a new version.
   */
  Optional<Unit> at(long offset) {
    Unit known = units.get(offset);
    if (known != null) {
      return Optional.of(known);
    }
    work.spend(UNIT_WORK);
    Cursor in = file.section(".debug_info").seek(offset);
    long length = in.unitLength();
    long end = in.at() + length;
    in.limit(end);
    int version = in.u16();
    if (version < 2 || version > 5) {
      return Optional.empty();
    }
    int addressSize;
    long shapes;
    if (version == 5) {
      int kind = in.u8();
      addressSize = in.u8();
      shapes = in.offset();
      split += kind == SKELETON ? 1 : 0;
      if (kind != 1 && kind != 3) {
        return Optional.empty();
      }
    } else {
      shapes = in.offset();
      addressSize = in.u8();
    }
    Abbreviations table =
        abbreviations.computeIfAbsent(
            shapes, at -> new Abbreviations(file.section(".debug_abbrev").seek(at), work));
    Unit bare = new Unit(offset, end, version, in.wide(), addressSize, table, in.at(), new Entry());
    Unit unit = bare.with(entries.read(bare, bare.firstEntry()));
    split += unit.root().split ? 1 : 0;
    units.put(offset, unit);
    return Optional.of(unit);
  }
}
