package dev.kedge.linux.proc;

import dev.kedge.linux.elf.DebugLink;
import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.PackedSymbols;
import dev.kedge.linux.elf.SymbolTable;
import dev.kedge.model.BuildId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Symbol tables of mapped files, kept within a byte budget that counts what lies outside the heap
 * too; the least recently used make room and are closed. One table serves all processes that map
 * the same file, told by build-id, else by device and inode. No file may take more than half of the
 * budget: of one with more functions the best known are kept and the others counted.
 *
 * <p>{@link #cached} is quick; {@link #load} reads the file and may take seconds for a large one:
 * keep it off the thread that drains the rings. Thread-safe.
 */
public final class UserSymbols {
  private static final int MAX_ENTRIES = 16_384;

  /**
   * A file that could not be read is tried again after this: another process may map it by then.
   */
  private static final long RETRY_NANOS = 60_000_000_000L;

  private final MappedFileOpener opener;
  private final DebugFiles debugFiles;
  private final Path procRoot;
  private final long maxBytes;
  private final LongSupplier clock;
  private final Map<Object, Entry> tables = new LinkedHashMap<>(64, 0.75f, true);

  /** Files whose build-id was found in them and not told with the mapping. */
  private final Map<MappedFile, BuildId> buildIds = new HashMap<>();

  private long bytes;
  private long evicted;
  private long unreadable;
  private long leftOut;

  /** What was read, and when. */
  private record Entry(ModuleSymbols symbols, long readNanos) {
    boolean stale(long nowNanos) {
      return !symbols.problem().isEmpty() && nowNanos - readNanos >= RETRY_NANOS;
    }
  }

  /**
   * An empty cache.
   *
   * @param procRoot where procfs is mounted
   * @param debugRoot where separate debug files are, usually {@code /usr/lib/debug}
   * @param maxBytes budget of all tables
   */
  public UserSymbols(Path procRoot, Path debugRoot, long maxBytes) {
    this(procRoot, debugRoot, maxBytes, System::nanoTime);
  }

  UserSymbols(Path procRoot, Path debugRoot, long maxBytes, LongSupplier clock) {
    this.procRoot = procRoot;
    this.clock = clock;
    this.opener = new MappedFileOpener(procRoot);
    this.debugFiles = new DebugFiles(debugRoot, DebugFiles.cacheOfThisUser());
    this.maxBytes = maxBytes;
  }

  /**
   * What is kept of the mapped file; empty when it must be loaded first, or again after a failure
   * some time ago.
   */
  public synchronized Optional<ModuleSymbols> cached(MappedFile file) {
    return Optional.ofNullable(tables.get(key(file)))
        .filter(entry -> !entry.stale(clock.getAsLong()))
        .map(Entry::symbols);
  }

  /**
   * What is known of the mapped file, read now if it is not kept. Never throws: a file that cannot
   * be read has no symbols and a {@link ModuleSymbols#problem}.
   *
   * @param pid a process that maps it
   * @param mapping where it does
   */
  public ModuleSymbols load(int pid, Mapping mapping) {
    Optional<ModuleSymbols> known = cached(mapping.file());
    return known.orElseGet(() -> keep(mapping.file(), read(pid, mapping)));
  }

  private Object key(MappedFile file) {
    Optional<BuildId> buildId = file.buildId().or(() -> Optional.ofNullable(buildIds.get(file)));
    return buildId.isPresent() ? buildId.get() : file;
  }

  /** Tables are told apart by which object they are: two of the same content are not one. */
  @SuppressWarnings("ReferenceEquality")
  private synchronized ModuleSymbols keep(MappedFile file, ModuleSymbols symbols) {
    if (file.buildId().isEmpty() && symbols.buildId().isPresent()) {
      if (buildIds.size() >= MAX_ENTRIES) {
        buildIds.clear();
      }
      buildIds.put(file, symbols.buildId().get());
    }
    Entry before = tables.get(key(file));
    if (before != null && before.symbols().problem().isEmpty() && before.symbols() != symbols) {
      // Another thread was faster; callers may be using its table already.
      symbols.symbols().close();
      return before.symbols();
    }
    if (symbols.symbols().closed()) {
      return without(file, "the symbols were dropped while they were looked for");
    }
    tables.put(key(file), new Entry(symbols, clock.getAsLong()));
    if (before == null || before.symbols() != symbols) {
      bytes += symbols.bytes() - (before == null ? 0 : before.symbols().bytes());
      unreadable += symbols.problem().isEmpty() ? 0 : 1;
      leftOut += symbols.symbols().leftOut();
    }
    makeRoom();
    return symbols;
  }

  private void makeRoom() {
    Iterator<Entry> oldest = tables.values().iterator();
    while ((bytes > maxBytes || tables.size() > MAX_ENTRIES) && tables.size() > 1) {
      ModuleSymbols dropped = oldest.next().symbols();
      bytes -= dropped.bytes();
      oldest.remove();
      dropped.symbols().close();
      evicted++;
    }
  }

  /** The table another path to the same content has led to already. */
  private synchronized Optional<ModuleSymbols> sameContent(Optional<BuildId> buildId) {
    return buildId
        .flatMap(id -> Optional.ofNullable(tables.get(id)))
        .map(Entry::symbols)
        .filter(symbols -> symbols.problem().isEmpty());
  }

  private ModuleSymbols read(int pid, Mapping mapping) {
    MappedFile file = mapping.file();
    return switch (file.kind()) {
      case FILE -> readFile(pid, mapping);
      case VDSO -> readOwnVdso();
      case ANONYMOUS, SPECIAL -> without(file, "no file is mapped");
    };
  }

  private static ModuleSymbols without(MappedFile file, String problem) {
    return new ModuleSymbols(file.buildId(), SymbolTable.EMPTY, problem);
  }

  private ModuleSymbols readFile(int pid, Mapping mapping) {
    MappedFile file = mapping.file();
    // Filled by the callback with what the accepted file holds.
    ModuleSymbols[] found = new ModuleSymbols[1];
    String problem =
        opener.open(
            pid,
            mapping,
            channel -> {
              Optional<ModuleSymbols> symbols = symbols(channel, file);
              symbols.ifPresent(accepted -> found[0] = accepted);
              return symbols.isPresent();
            });
    return problem.isEmpty() ? found[0] : without(file, problem);
  }

  /** Empty when the file has another build-id than the one that was mapped. */
  private Optional<ModuleSymbols> symbols(FileChannel channel, MappedFile expected)
      throws IOException {
    try (ElfFile elf = ElfFile.open(channel)) {
      Optional<BuildId> buildId = elf.buildId();
      if (expected.buildId().isPresent() && !expected.buildId().equals(buildId)) {
        return Optional.empty();
      }
      Optional<ModuleSymbols> same = sameContent(buildId);
      if (same.isPresent()) {
        return same;
      }
      SymbolTable symbols =
          elf.hasFullSymbols() ? elf.symbols(maxBytes / 2) : separate(elf, expected.path());
      return Optional.of(new ModuleSymbols(buildId, symbols, ""));
    } catch (ElfException e) {
      return Optional.of(
          new ModuleSymbols(expected.buildId(), SymbolTable.EMPTY, String.valueOf(e.getMessage())));
    }
  }

  /**
   * The names of a stripped file: from its debug file where there is one, else from the packed
   * symbols it may carry, else the exported ones.
   */
  private SymbolTable separate(ElfFile elf, String path) {
    Optional<BuildId> buildId = elf.buildId();
    for (Path debug : buildId.map(debugFiles::candidates).orElse(List.of())) {
      Optional<SymbolTable> named = named(elf, debug, names -> names.buildId().equals(buildId));
      if (named.isPresent()) {
        return named.get();
      }
    }
    Optional<SymbolTable> linked = linked(elf, path);
    if (linked.isPresent()) {
      return linked.get();
    }
    Optional<ElfFile> packed = PackedSymbols.read(elf);
    if (packed.isPresent()) {
      try (ElfFile names = packed.get()) {
        return elf.symbolsFrom(names, maxBytes / 2).or(elf.symbols(maxBytes / 2));
      }
    }
    return elf.symbols(maxBytes / 2);
  }

  /** By the file's link: a build-id is compared where there is one, else the content. */
  private Optional<SymbolTable> linked(ElfFile elf, String path) {
    Optional<DebugLink> link = DebugLink.of(elf);
    Optional<Path> debug = link.flatMap(named -> debugFiles.linked(path, named.file()));
    if (link.isEmpty() || debug.isEmpty()) {
      return Optional.empty();
    }
    try {
      boolean same = elf.buildId().isPresent() || link.get().leadsTo(debug.get());
      return same
          ? named(elf, debug.get(), names -> names.buildId().equals(elf.buildId()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Empty for another program's or a damaged debug file, which must not take other names with it.
   */
  private Optional<SymbolTable> named(ElfFile elf, Path debug, Predicate<ElfFile> right) {
    try (ElfFile names = ElfFile.open(debug)) {
      return right.test(names)
          ? Optional.of(elf.symbolsFrom(names, maxBytes / 2))
          : Optional.empty();
    } catch (IOException | ElfException e) {
      return Optional.empty();
    }
  }

  /** Every process has the same vDSO, so the one of this process is read from memory. */
  private ModuleSymbols readOwnVdso() {
    try (ElfFile elf = OwnVdso.read(procRoot)) {
      return new ModuleSymbols(elf.buildId(), elf.symbols(), "");
    } catch (ElfException e) {
      return new ModuleSymbols(Optional.empty(), SymbolTable.EMPTY, String.valueOf(e.getMessage()));
    }
  }

  /** Memory of all tables, in the heap and outside. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Files known, those without symbols included. */
  public synchronized int size() {
    return tables.size();
  }

  /** Tables dropped to stay within the budget. */
  public synchronized long evicted() {
    return evicted;
  }

  /** Functions left out of tables because their file has too many for the budget. */
  public synchronized long leftOut() {
    return leftOut;
  }

  /** Files that could not be read. */
  public synchronized long unreadable() {
    return unreadable;
  }
}
