package dev.kedge.report.symbol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Source lines and inlined calls of addresses, from the DWARF data of an object file (versions 2 to
 * 5). Which unit an address belongs to is looked up once for the file. Not thread-safe.
 */
final class DebugInfo {
  private static final int MAX_UNITS = 1 << 20;
  private static final int MAX_RANGES = 1 << 23;
  private static final int MAX_ORIGINS = 8;
  private static final int KEPT_TABLES = 64;

  private record Range(long low, long high, long unit) {}

  private final ObjectFile file;
  private final EntryReader entries;
  private final AddressRanges ranges;
  private final List<Long> unitOffsets = new ArrayList<>();
  private final List<Range> index = new ArrayList<>();
  private final Map<Long, Unit> units = new HashMap<>();
  private final Map<Long, Abbreviations> abbreviations = new HashMap<>();
  private final Map<Long, LineTable> lineTables =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, LineTable> eldest) {
          return size() > KEPT_TABLES;
        }
      };

  DebugInfo(ObjectFile file) {
    this.file = file;
    this.entries = new EntryReader(file);
    this.ranges = new AddressRanges(file);
    readUnits();
    readIndex();
    index.sort((a, b) -> Long.compareUnsigned(a.low(), b.low()));
  }

  private void readUnits() {
    Cursor in = file.section(".debug_info");
    while (!in.atEnd() && unitOffsets.size() < MAX_UNITS) {
      unitOffsets.add(in.at());
      long length = in.unitLength();
      in.skip(length);
    }
  }

  /** From {@code .debug_aranges}, and for units it leaves out from their first entries. */
  private void readIndex() {
    Map<Long, Boolean> covered = new HashMap<>();
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
      while (in.at() + tuple <= end && index.size() < MAX_RANGES) {
        long low = in.sized(addressSize);
        long size = in.sized(addressSize);
        if (size != 0) {
          index.add(new Range(low, low + size, unit));
          covered.put(unit, true);
        }
      }
      in.seek(end);
    }
    for (long offset : unitOffsets) {
      if (!covered.containsKey(offset)) {
        indexByEntry(offset);
      }
    }
  }

  private void indexByEntry(long offset) {
    Optional<Unit> unit = unit(offset);
    if (unit.isPresent()) {
      Entry root = root(unit.get());
      ranges.each(
          unit.get(),
          root,
          root,
          (low, high) -> {
            if (low != high) {
              index.add(new Range(low, high, offset));
            }
            return index.size() < MAX_RANGES;
          });
    }
  }

  /**
   * The unit at an offset; empty when it is none with code: a type unit, a skeleton, a new version.
   */
  private Optional<Unit> unit(long offset) {
    Unit known = units.get(offset);
    if (known != null) {
      return Optional.of(known);
    }
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
      if (kind != 1 && kind != 3) {
        return Optional.empty();
      }
    } else {
      shapes = in.offset();
      addressSize = in.u8();
    }
    Abbreviations table =
        abbreviations.computeIfAbsent(
            shapes, at -> new Abbreviations(file.section(".debug_abbrev").seek(at)));
    Unit unit = new Unit(offset, end, version, in.wide(), addressSize, table, in.at());
    units.put(offset, unit);
    return Optional.of(unit);
  }

  private Entry root(Unit unit) {
    Entry bare = entries.read(unit, unit.firstEntry(), new Entry());
    return entries.read(unit, unit.firstEntry(), bare);
  }

  /**
   * What an address stands for, innermost inlined function first; empty when the file does not
   * tell.
   */
  List<SourceFrame> frames(long address) {
    for (Range range : candidates(address)) {
      Optional<Unit> unit = unit(range.unit());
      if (unit.isPresent()) {
        List<SourceFrame> frames = frames(unit.get(), address);
        if (!frames.isEmpty()) {
          return frames;
        }
      }
    }
    return List.of();
  }

  private List<Range> candidates(long address) {
    int low = 0;
    int high = index.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(index.get(middle).low(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    List<Range> found = new ArrayList<>();
    for (int i = high; i >= 0 && i > high - 16; i--) {
      if (Long.compareUnsigned(address, index.get(i).high()) < 0) {
        found.add(index.get(i));
      }
    }
    return found;
  }

  private List<SourceFrame> frames(Unit unit, long address) {
    Entry root = root(unit);
    if (root.lineTable == Entry.ABSENT) {
      return List.of();
    }
    LineTable lines =
        lineTables.computeIfAbsent(
            root.lineTable,
            at -> new LineProgram(file, at, unit.addressSize(), root.directory).run());
    Optional<LineTable.Place> place = lines.at(address);
    List<Entry> chain = chain(unit, root, address);
    List<SourceFrame> frames = new ArrayList<>();
    String path = place.map(LineTable.Place::file).orElse("?");
    long line = place.map(LineTable.Place::line).orElse(0);
    for (int i = chain.size() - 1; i >= 0; i--) {
      Entry entry = chain.get(i);
      frames.add(new SourceFrame(name(unit, root, entry), below(path, root), (int) line, i > 0));
      path = lines.file(entry.callFile);
      line = entry.callLine;
    }
    if (chain.isEmpty() && place.isPresent()) {
      frames.add(new SourceFrame("", below(path, root), (int) line, false));
    }
    return frames;
  }

  /** The function that holds an address and the calls inlined there, outermost first. */
  private List<Entry> chain(Unit unit, Entry root, long address) {
    List<Entry> chain = new ArrayList<>();
    int depth = root.children ? 1 : 0;
    int functionDepth = Integer.MAX_VALUE;
    long at = root.next;
    while (depth > 0 && at < unit.end()) {
      Entry entry = entries.read(unit, at, root);
      at = entry.next;
      if (entry.end) {
        depth--;
        if (depth <= functionDepth && !chain.isEmpty()) {
          return chain;
        }
        continue;
      }
      boolean searched =
          chain.isEmpty() ? entry.tag == Entry.SUBPROGRAM : entry.tag == Entry.INLINED_SUBROUTINE;
      boolean holds = searched && ranges.holds(unit, root, entry, address);
      if (holds) {
        functionDepth = chain.isEmpty() ? depth : functionDepth;
        chain.add(entry);
      } else if (!chain.isEmpty() && depth <= functionDepth) {
        return chain;
      }
      boolean pass = searched && !holds && entry.children;
      if (pass && entry.sibling > at && entry.sibling <= unit.end()) {
        at = entry.sibling;
      } else if (entry.children) {
        depth++;
      }
    }
    return chain;
  }

  /** The name of a function, which may stand at the entry it is an instance of. */
  private String name(Unit unit, Entry root, Entry entry) {
    Unit in = unit;
    Entry inRoot = root;
    Entry at = entry;
    for (int i = 0; i < MAX_ORIGINS && at.name.isEmpty() && at.origin != Entry.ABSENT; i++) {
      long origin = at.origin;
      if (origin < in.start() || origin >= in.end()) {
        Optional<Unit> other = unitOf(origin);
        if (other.isEmpty()) {
          break;
        }
        in = other.get();
        inRoot = root(in);
      }
      at = entries.read(in, origin, inRoot);
    }
    return at.name.isEmpty() ? at.linkageName : at.name;
  }

  private Optional<Unit> unitOf(long offset) {
    int at = Collections.binarySearch(unitOffsets, offset);
    int found = at >= 0 ? at : -at - 2;
    return found < 0 ? Optional.empty() : unit(unitOffsets.get(found));
  }

  /** The path below the directory the unit was compiled in, without dots. */
  private static String below(String path, Entry root) {
    String prefix = root.directory + "/";
    String inside =
        prefix.length() > 1 && path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    return withoutDots(inside);
  }

  private static String withoutDots(String path) {
    if (!path.contains("./") && !path.contains("//")) {
      return path;
    }
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      boolean up = part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..");
      if (up && !parts.getLast().isEmpty()) {
        parts.removeLast();
      } else if (!part.equals(".") && (!part.isEmpty() || parts.isEmpty())) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
