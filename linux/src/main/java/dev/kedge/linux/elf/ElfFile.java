package dev.kedge.linux.elf;

import dev.kedge.model.BuildId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A little-endian ELF file (System V ABI, gABI chapters 4 and 5), mapped into memory.
 *
 * <p>The mapping lasts as long as the file is open or a symbol table of it is; a file that is cut
 * by others meanwhile shows as an {@link ElfException}. One thread at a time.
 */
public final class ElfFile implements AutoCloseable {
  private static final int MAX_HEADERS = 65_536;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int MAX_BUILD_ID = 64;

  /** Enough for every table but the very largest. */
  private static final long DEFAULT_TABLE_BYTES = 32L << 20;

  private final ImageMemory memory;
  private final ElfImage image;
  private final List<ProgramHeader> segments;
  private final List<SectionHeader> sections;
  private final long sectionNames;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ElfFile(ImageMemory memory) {
    this.memory = memory;
    try {
      image = MappedFaults.guard(() -> new ElfImage(memory));
      segments = MappedFaults.guard(this::readSegments);
      sections = MappedFaults.guard(this::readSections);
      int names = MappedFaults.guard(() -> image.u16(image.wide() ? 62 : 50));
      sectionNames = names < sections.size() ? sections.get(names).fileOffset() : -1;
    } catch (RuntimeException e) {
      memory.shares().giveBack();
      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be opened or mapped
   * @throws ElfException when it is no ELF file of a form understood
   */
  public static ElfFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return open(channel);
    }
  }

  /**
   * Maps a file that is open already; the channel may be closed afterwards.
   *
   * @throws IOException when it cannot be mapped
   * @throws ElfException when it is no ELF file of a form understood
   */
  public static ElfFile open(FileChannel channel) throws IOException {
    return new ElfFile(ImageMemory.map(channel));
  }

  /**
   * Reads a copy of an image that is in memory already, at most 64 MiB.
   *
   * @throws ElfException when it is no ELF file of a form understood
   */
  public static ElfFile of(MemorySegment bytes) {
    return new ElfFile(ImageMemory.copy(bytes));
  }

  private List<ProgramHeader> readSegments() {
    boolean wide = image.wide();
    long table = image.word(wide ? 32 : 28);
    int entry = image.u16(wide ? 54 : 42);
    int count = image.u16(wide ? 56 : 44);
    List<ProgramHeader> found = new ArrayList<>();
    if (count == 0 || entry < (wide ? 56 : 32)) {
      return found;
    }
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * entry;
      if (!image.holds(at, entry)) {
        throw new ElfException("program header %d lies outside the file".formatted(i), at);
      }
      found.add(
          wide
              ? new ProgramHeader(
                  (int) image.u32(at),
                  (int) image.u32(at + 4),
                  image.u64(at + 8),
                  image.u64(at + 16),
                  image.u64(at + 32))
              : new ProgramHeader(
                  (int) image.u32(at),
                  (int) image.u32(at + 24),
                  image.u32(at + 4),
                  image.u32(at + 8),
                  image.u32(at + 16)));
    }
    return found;
  }

  private List<SectionHeader> readSections() {
    boolean wide = image.wide();
    long table = image.word(wide ? 40 : 32);
    int entry = image.u16(wide ? 58 : 46);
    long count = image.u16(wide ? 60 : 48);
    List<SectionHeader> found = new ArrayList<>();
    if (table == 0 || entry < (wide ? 64 : 40) || !image.holds(table, entry)) {
      return found;
    }
    if (count == 0) {
      // More sections than the header's field holds: the first section header's size tells.
      count = image.word(table + (wide ? 32 : 20));
    }
    for (int i = 0; i < Math.clamp(count, 0, MAX_HEADERS); i++) {
      long at = table + (long) i * entry;
      if (!image.holds(at, entry)) {
        break;
      }
      found.add(section(at, wide));
    }
    return found;
  }

  private SectionHeader section(long at, boolean wide) {
    return wide
        ? new SectionHeader(
            image.u32(at),
            (int) image.u32(at + 4),
            image.u64(at + 8),
            image.u64(at + 16),
            image.u64(at + 24),
            image.u64(at + 32),
            (int) image.u32(at + 40),
            image.u64(at + 56))
        : new SectionHeader(
            image.u32(at),
            (int) image.u32(at + 4),
            image.u32(at + 8),
            image.u32(at + 12),
            image.u32(at + 16),
            image.u32(at + 20),
            (int) image.u32(at + 24),
            image.u32(at + 36));
  }

  /**
   * Copies bytes of the file.
   *
   * @param at first byte in the file
   * @param into where to
   * @param length how many
   * @throws ElfException when they lie outside the file or it fails while it is read
   */
  public void copy(long at, byte[] into, int length) {
    MappedFaults.guard(() -> {
      image.copy(at, into, 0, length);
      return into;
    });
  }

  /** Bytes of the file. */
  public long size() {
    return image.size();
  }

  /** Whether addresses have 64 bits. */
  public boolean wide() {
    return image.wide();
  }

  /** Gives the pages read so far back, so that they do not count as memory of this process. */
  public void unload() {
    memory.unload();
  }

  /** All program headers, in the file's order. */
  public List<ProgramHeader> segments() {
    return List.copyOf(segments);
  }

  List<SectionHeader> sections() {
    return sections;
  }

  ElfImage image() {
    return image;
  }

  /** The section of that name, when there is one with content. */
  public Optional<SectionHeader> section(String name) {
    return sections.stream()
        .filter(section -> section.type() != SectionHeader.SHT_NOBITS)
        .filter(section -> name.equals(sectionName(section)))
        .findFirst();
  }

  private String sectionName(SectionHeader section) {
    long at = sectionNames + section.nameOffset();
    return sectionNames >= 0 && image.holds(at, 1) ? image.text(at, 64) : "";
  }

  /** The machine the code is for (e_machine): 62 is x86-64, 183 is aarch64. */
  public int machine() {
    return image.u16(18);
  }

  /** Where in the file a process that runs it begins (e_entry); empty in libraries. */
  public OptionalLong entry() {
    long address = image.word(24);
    return address == 0 ? OptionalLong.empty() : fileOffset(address);
  }

  /** The GNU build-id, from the note segments or, in object files, the note sections. */
  public Optional<BuildId> buildId() {
    return MappedFaults.guard(this::findBuildId);
  }

  private Optional<BuildId> findBuildId() {
    for (ProgramHeader segment : segments) {
      if (segment.type() == ProgramHeader.PT_NOTE) {
        Optional<BuildId> found = buildId(segment.fileOffset(), segment.fileSize());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    for (SectionHeader section : sections) {
      if (section.type() == SectionHeader.SHT_NOTE) {
        Optional<BuildId> found = buildId(section.fileOffset(), section.size());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<BuildId> buildId(long from, long length) {
    if (!image.holds(from, length)) {
      return Optional.empty();
    }
    byte[] notes = new byte[(int) Math.min(length, 1 << 20)];
    image.copy(from, notes, 0, notes.length);
    return ElfNotes.find(notes, "GNU", NT_GNU_BUILD_ID)
        .filter(id -> id.length > 0 && id.length <= MAX_BUILD_ID)
        .map(id -> new BuildId(HexFormat.of().formatHex(id)));
  }

  /** Where a virtual address lies in the file, when it comes from the file. */
  public OptionalLong fileOffset(long address) {
    // Asked for each function of a file: no iterator.
    for (int i = 0; i < segments.size(); i++) {
      ProgramHeader segment = segments.get(i);
      if (segment.type() == ProgramHeader.PT_LOAD && segment.holdsAddress(address)) {
        return OptionalLong.of(address - segment.address() + segment.fileOffset());
      }
    }
    return OptionalLong.empty();
  }

  /** At which virtual address a byte of the file is meant to be seen. */
  public OptionalLong address(long fileOffset) {
    return loaded().address(fileOffset);
  }

  /** Where the file's bytes are meant to be seen; can be kept when the file is closed. */
  public LoadedSegments loaded() {
    return new LoadedSegments(segments);
  }

  /**
   * The functions of this file. The table is the caller's to close and outlives this file.
   *
   * @throws ElfException when a table contradicts itself or the file fails while it is read
   */
  public SymbolTable symbols() {
    return symbols(DEFAULT_TABLE_BYTES);
  }

  /**
   * The functions of this file, the best known of them when there are too many.
   *
   * @param maxBytes memory the table may take
   * @throws ElfException when a table contradicts itself or the file fails while it is read
   */
  public SymbolTable symbols(long maxBytes) {
    return symbolsFrom(this, maxBytes);
  }

  /** As {@link #symbolsFrom(ElfFile, long)}, for as many symbols as files usually have. */
  public SymbolTable symbolsFrom(ElfFile debugFile) {
    return symbolsFrom(debugFile, DEFAULT_TABLE_BYTES);
  }

  /**
   * The functions of this file by the names in its separate debug file, whose own program headers
   * do not tell where code lies in this one. Both files stay mapped until the table is closed.
   */
  public SymbolTable symbolsFrom(ElfFile debugFile, long maxBytes) {
    try {
      return MappedFaults.guard(() -> new SymbolReader(debugFile, this, maxBytes).read());
    } catch (OutOfMemoryError e) {
      // Thrown by the JDK's own account of memory outside the heap; nothing else is in danger.
      ElfException full = new ElfException("no memory left for the symbol table", 0);
      full.initCause(e);
      throw full;
    } finally {
      memory.unload();
      debugFile.memory.unload();
    }
  }

  /**
   * Places of symbols of any type; a name the file does not define is left out.
   *
   * @throws ElfException when the file fails while it is read
   */
  public Map<String, SymbolRange> places(Set<String> names) {
    return MappedFaults.guard(() -> new SymbolAddresses(this).find(names));
  }

  /** Whether it has the full table of symbols ({@code .symtab}), not just the exported ones. */
  public boolean hasFullSymbols() {
    return sections.stream().anyMatch(section -> section.type() == SectionHeader.SHT_SYMTAB);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      memory.shares().giveBack();
    }
  }
}
