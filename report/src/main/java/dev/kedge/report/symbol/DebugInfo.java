package dev.kedge.report.symbol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Source lines and inlined calls of addresses, from the DWARF data of an object file (versions 2 to
 * 5). The units' ranges are read when the first address is asked for, the functions of a unit and
 * the calls inlined into a function when an address lies there; what is kept has a bound, and so
 * has the work for one address. Not thread-safe.
 */
public final class DebugInfo {
  private static final long UNLOAD_WORK = 1L << 20;
  private static final int MAX_CHAIN = 200;

  private final ObjectFile file;
  private final DebugLimits limits;
  private final Work work = new Work();
  private final EntryReader entries;
  private final EntryTexts texts;
  private final AddressRanges ranges;
  private final KeptParts<RangeIndex> functions;
  private final KeptParts<InlineTree> trees;
  private final KeptParts<LineTable> lineTables;
  private final Optional<ObjectFile> shared;
  private final Set<Long> refusedUnits = new HashSet<>();
  private @Nullable Index index;
  private long workWhenUnloaded;

  /** What is needed to find anything at all. */
  private record Index(Units units, FunctionNames names, RangeIndex byAddress) {}

  private DebugInfo(ObjectFile file, Optional<ObjectFile> shared, DebugLimits limits) {
    this.file = file;
    this.limits = limits;
    this.shared = shared;
    this.entries = new EntryReader(file, work);
    this.texts = new EntryTexts(file, shared, work);
    this.ranges = new AddressRanges(file, work);
    this.functions = new KeptParts<>(limits.cacheBytes() / 3, RangeIndex::bytes);
    this.trees = new KeptParts<>(limits.cacheBytes() / 3, InlineTree::bytes);
    this.lineTables = new KeptParts<>(limits.cacheBytes() / 3, LineTable::bytes);
  }

  /**
   * The debug data of a file.
   *
   * @throws SymbolException when its sections contradict themselves
   */
  public static DebugInfo of(ObjectFile file, DebugLimits limits) {
    return open(file, Optional.empty(), limits);
  }

  /**
   * The debug data of a file that shares a part of it with others.
   *
   * @param shared the file {@link ObjectFile#shared} names
   * @throws SymbolException when its sections contradict themselves
   */
  public static DebugInfo of(ObjectFile file, ObjectFile shared, DebugLimits limits) {
    return open(file, Optional.of(shared), limits);
  }

  private static DebugInfo open(ObjectFile file, Optional<ObjectFile> shared, DebugLimits limits) {
    try {
      return new DebugInfo(file, shared, limits);
    } catch (InternalError e) {
      throw ObjectFile.cut(file.name(), e);
    }
  }

  /** Memory it takes, packed sections that were unpacked included; not the mapped file's pages. */
  public long bytes() {
    long kept = functions.bytes() + trees.bytes() + lineTables.bytes();
    return ownBytes()
        + kept
        + (index == null ? 0 : index.byAddress().bytes() + index.units().bytes());
  }

  /** Work done so far; a byte read is one, a byte unpacked a quarter. */
  public long work() {
    return work.spent() + ownBytes() / 4;
  }

  private long ownBytes() {
    return file.ownBytes() + shared.map(ObjectFile::ownBytes).orElse(0L);
  }

  /** Units met whose entries are in files of their own ({@code .dwo}), which are not read. */
  public int splitUnits() {
    return index == null ? 0 : index.units().split();
  }

  /**
   * What an address stands for with its lines, innermost inlined function first; empty when the
   * file does not tell.
   *
   * @throws SymbolException when the data contradict themselves, or reading them takes too much
   */
  public List<SourceFrame> frames(long address) {
    return frames(address, true);
  }

  /**
   * As {@link #frames(long)} without files and lines, which cost more than names.
   *
   * @throws SymbolException when the data contradict themselves, or reading them takes too much
   */
  public List<SourceFrame> calls(long address) {
    return frames(address, false);
  }

  private List<SourceFrame> frames(long address, boolean lines) {
    try {
      Index known = index();
      work.allow(limits.placeWork());
      return frames(known, address, lines);
    } catch (InternalError e) {
      throw ObjectFile.cut(file.name(), e);
    } finally {
      if (work.spent() - workWhenUnloaded > UNLOAD_WORK) {
        unload();
      }
    }
  }

  /** Gives the pages of the mapped files back that were read so far. */
  public void unload() {
    workWhenUnloaded = work.spent();
    file.unload();
    shared.ifPresent(ObjectFile::unload);
  }

  private Index index() {
    if (index == null) {
      work.allow(limits.indexWork());
      Units units = new Units(file, entries, work);
      RangeIndex byAddress = UnitIndex.read(file, units, ranges, work, ranges(limits.ranges()));
      index = new Index(units, names(units), byAddress);
      unload();
    }
    return index;
  }

  private FunctionNames names(Units units) {
    return new FunctionNames(
        units,
        entries,
        texts,
        shared.map(other -> {
          EntryReader reader = new EntryReader(other, work);
          return new FunctionNames(
              new Units(other, reader, work),
              reader,
              new EntryTexts(other, Optional.empty(), work),
              Optional.empty());
        }));
  }

  /** Takes only what lies in the file's code: of what linkers drop debug data are left. */
  private RangeIndex.Builder ranges(int most) {
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (ElfSection section : file.sections()) {
      if (section.executable() && section.allocated() && section.size() > 0) {
        low = Math.min(low, section.address());
        high = Math.max(high, section.address() + section.size());
      }
    }
    return new RangeIndex.Builder(low, Math.max(0, high - low), most);
  }

  private List<SourceFrame> frames(Index known, long address, boolean lines) {
    RangeIndex byAddress = known.byAddress();
    int last = byAddress.last(address);
    int at = byAddress.holding(address, last, last);
    while (at >= 0) {
      long offset = byAddress.value(at);
      Optional<Unit> unit =
          refusedUnits.contains(offset) ? Optional.empty() : known.units().at(offset);
      if (unit.isPresent()) {
        List<SourceFrame> frames = frames(known, unit.get(), address, lines);
        if (!frames.isEmpty()) {
          return frames;
        }
      }
      at = byAddress.holding(address, at - 1, last);
    }
    return List.of();
  }

  private List<SourceFrame> frames(Index known, Unit unit, long address, boolean lines) {
    List<Entry> chain = chain(unit, address);
    Optional<LineTable> table = lines ? lineTable(unit) : Optional.empty();
    Optional<LineTable.Place> place = table.flatMap(rows -> rows.at(address));
    String path = place.map(LineTable.Place::file).orElse("?");
    long line = place.map(LineTable.Place::line).orElse(0);
    List<SourceFrame> frames = new ArrayList<>(chain.size());
    for (int i = 0; i < chain.size(); i++) {
      Entry entry = chain.get(i);
      FunctionNames.Name name = known.names().of(unit, entry);
      boolean inlined = i + 1 < chain.size();
      String below = table.isPresent() ? below(path, unit) : "";
      frames.add(new SourceFrame(name.name(), name.linkageName(), below, (int) line, inlined));
      path = table.map(rows -> rows.file(entry.callFile)).orElse("?");
      line = table.isPresent() ? entry.callLine : 0;
    }
    if (chain.isEmpty() && place.isPresent()) {
      frames.add(new SourceFrame("", "", below(path, unit), (int) line, false));
    }
    return frames;
  }

  private Optional<LineTable> lineTable(Unit unit) {
    Entry root = unit.root();
    return root.lineTable == Entry.ABSENT
        ? Optional.empty()
        : Optional.of(
            lineTables.get(
                root.lineTable,
                at -> new LineProgram(file, at, unit.addressSize(), directory(unit), work).run()));
  }

  private String directory(Unit unit) {
    Entry root = unit.root();
    return texts.text(unit, root, root.directoryForm, root.directory);
  }

  /** The calls inlined at an address, innermost first, and the function that holds it. */
  private List<Entry> chain(Unit unit, long address) {
    RangeIndex ofUnit = functions.get(unit.start(), at -> functionsOf(unit));
    int last = ofUnit.last(address);
    int at = ofUnit.holding(address, last, last);
    if (at < 0) {
      return List.of();
    }
    long function = ofUnit.value(at);
    InlineTree tree = trees.get(function, offset -> InlineTree.read(entries, ranges, unit, offset));
    List<Entry> chain = new ArrayList<>();
    for (int call = tree.innermost(address);
        call != InlineTree.FUNCTION && chain.size() < MAX_CHAIN;
        call = tree.parent(call)) {
      chain.add(entries.read(unit, tree.entry(call)));
    }
    chain.add(entries.read(unit, function));
    return chain;
  }

  /** A unit that takes too much is not tried a second time. */
  private RangeIndex functionsOf(Unit unit) {
    try {
      return new UnitFunctions(entries, ranges).read(unit, ranges(limits.ranges()));
    } catch (WorkBoundException e) {
      refusedUnits.add(unit.start());
      throw e;
    }
  }

  /** The path below the directory the unit was compiled in, without dots. */
  private String below(String path, Unit unit) {
    String prefix = directory(unit) + "/";
    String inside =
        prefix.length() > 1 && path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    return SourcePath.withoutDots(inside);
  }
}
