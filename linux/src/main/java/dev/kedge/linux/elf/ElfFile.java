package dev.kedge.linux.elf;

import dev.kedge.linux.LinuxException;
import dev.kedge.model.BuildId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A little-endian ELF file (System V ABI, gABI chapters 4 and 5), mapped into memory.
 *
 * <p>The mapping is read only while the file is open; a file that is cut by others meanwhile shows
 * as an {@link ElfException}. One thread at a time.
 */
public final class ElfFile implements AutoCloseable {
  private static final int MAX_HEADERS = 65_536;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int MAX_BUILD_ID = 64;

  private final Arena arena = Arena.ofConfined();
  private final ElfImage image;
  private final List<ProgramHeader> segments;
  private final List<SectionHeader> sections;
  private final long sectionNames;

  /** Where the bytes come from; what is mapped is to be mapped in the arena given. */
  private interface Source {
    MemorySegment bytes(Arena arena) throws IOException;
  }

  private ElfFile(Source source) throws IOException {
    try {
      MemorySegment bytes = source.bytes(arena);
      image = guarded(() -> new ElfImage(bytes));
      segments = guarded(this::readSegments);
      sections = guarded(this::readSections);
      int names = guarded(() -> image.u16(image.wide() ? 62 : 50));
      sectionNames = names < sections.size() ? sections.get(names).fileOffset() : -1;
    } catch (IOException | RuntimeException e) {
      arena.close();
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
    return new ElfFile(
        arena -> channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
  }

  /**
   * Reads an image that is in memory already.
   *
   * @throws ElfException when it is no ELF file of a form understood
   */
  public static ElfFile of(MemorySegment bytes) {
    try {
      return new ElfFile(arena -> bytes);
    } catch (IOException e) {
      throw new LinuxException("memory that cannot fail has failed", e);
    }
  }

  /** The JVM reports a page that is gone from under a mapping (SIGBUS) as an InternalError. */
  private static <T> T guarded(Supplier<T> read) {
    try {
      return read.get();
    } catch (InternalError e) {
      ElfException cut = new ElfException("the file was cut or failed while it was read", 0);
      cut.initCause(e);
      throw cut;
    }
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
  Optional<SectionHeader> section(String name) {
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

  /** The GNU build-id, from the note segments or, in object files, the note sections. */
  public Optional<BuildId> buildId() {
    return guarded(this::findBuildId);
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
    for (ProgramHeader segment : segments) {
      if (segment.type() == ProgramHeader.PT_LOAD && segment.holdsAddress(address)) {
        return OptionalLong.of(address - segment.address() + segment.fileOffset());
      }
    }
    return OptionalLong.empty();
  }

  /** At which virtual address a byte of the file is meant to be seen. */
  public OptionalLong address(long fileOffset) {
    for (ProgramHeader segment : segments) {
      if (segment.type() == ProgramHeader.PT_LOAD && segment.holdsOffset(fileOffset)) {
        return OptionalLong.of(fileOffset - segment.fileOffset() + segment.address());
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The functions of this file.
   *
   * @throws ElfException when a table contradicts itself or the file fails while it is read
   */
  public SymbolTable symbols() {
    return guarded(() -> new SymbolReader(this, this).read());
  }

  /**
   * The functions of this file by the names in its separate debug file, whose own program headers
   * do not tell where code lies in this one.
   */
  public SymbolTable symbolsFrom(ElfFile debugFile) {
    return guarded(() -> new SymbolReader(debugFile, this).read());
  }

  /** Whether it has the full table of symbols ({@code .symtab}), not just the exported ones. */
  public boolean hasFullSymbols() {
    return sections.stream().anyMatch(section -> section.type() == SectionHeader.SHT_SYMTAB);
  }

  @Override
  public void close() {
    arena.close();
  }
}
