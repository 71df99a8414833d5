package dev.kedge.report.symbol;

import dev.kedge.model.BuildId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A little-endian 64-bit ELF file with symbols or debug data: a kernel ({@code vmlinux}), a module
 * ({@code .ko}, relocated as it is read) or a separate debug file. Mapped into memory until closed;
 * sections are unpacked when they are asked for first. Not thread-safe.
 */
public final class ObjectFile implements AutoCloseable {
  private static final int MAX_SECTIONS = 65_536;
  private static final int RELOCATABLE = 1;
  private static final int NT_GNU_BUILD_ID = 3;

  private final String name;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment image;
  private final List<ElfSection> sections;
  private final boolean relocatable;
  private final int machine;
  private final Map<String, Content> read = new HashMap<>();
  private final long maxUnpacked;
  private long ownBytes;

  /** A section that was read, and what messages call it. */
  private record Content(String name, MemorySegment bytes) {}

  private ObjectFile(String name, FileChannel channel, long maxUnpacked) throws IOException {
    this.name = name;
    this.maxUnpacked = maxUnpacked;
    try {
      image = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      Cursor in = new Cursor(name, image);
      checkIdentification(in);
      relocatable = in.seek(16).u16() == RELOCATABLE;
      machine = in.u16();
      sections = relocatable ? placed(readSections(in)) : readSections(in);
    } catch (IOException | RuntimeException | InternalError e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be opened or mapped
   * @throws SymbolException when it is no ELF file of a form understood
   */
  public static ObjectFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ObjectFile(
          String.valueOf(file.getFileName()), channel, DebugLimits.COMMAND.unpackedBytes());
    }
  }

  /**
   * Maps a file that is open already; the channel may be closed afterwards.
   *
   * @param name for messages
   * @param maxUnpacked bytes its packed sections may take
   * @throws IOException when it cannot be mapped
   * @throws SymbolException when it is no ELF file of a form understood
   */
  public static ObjectFile open(FileChannel channel, String name, long maxUnpacked)
      throws IOException {
    try {
      return new ObjectFile(name, channel, maxUnpacked);
    } catch (InternalError e) {
      throw cut(name, e);
    }
  }

  /** What the JDK throws when a mapped file has been cut meanwhile. */
  static SymbolException cut(String name, InternalError fault) {
    return new SymbolException(name + ": the file was cut while it was read", fault);
  }

  private static void checkIdentification(Cursor in) {
    if (in.end() < 64 || in.u32() != 0x464c457fL) {
      throw in.bad("no ELF file; packed files must be unpacked before", 0);
    }
    if (in.u8() != 2 || in.u8() != 1) {
      throw in.bad("only 64-bit little-endian ELF files are understood", 4);
    }
  }

  private List<ElfSection> readSections(Cursor in) {
    long table = in.seek(40).u64();
    int entry = in.seek(58).u16();
    long count = in.u16();
    int names = in.u16();
    List<ElfSection> found = new ArrayList<>();
    if (table == 0) {
      return found;
    }
    if (entry != 64) {
      throw in.bad("section headers of " + entry + " bytes are not understood", 58);
    }
    if (count == 0) {
      // More sections than the header's field holds: the first section header's size tells.
      count = in.seek(table + 32).u64();
    }
    if (names == 0xffff) {
      names = (int) in.seek(table + 40).u32();
    }
    if (count < 0 || count > MAX_SECTIONS || names >= count) {
      throw in.bad("section count " + count, 60);
    }
    long strings = in.seek(table + names * 64L + 24).u64();
    for (int i = 0; i < count; i++) {
      long at = table + i * 64L;
      long nameAt = strings + in.seek(at).u32();
      int type = (int) in.u32();
      found.add(
          new ElfSection(
              new Cursor(name, image).seek(nameAt).text(),
              type,
              in.u64(),
              in.u64(),
              in.u64(),
              in.u64(),
              (int) in.u32(),
              (int) in.u32(),
              in.seek(at + 56).u64()));
    }
    return found;
  }

  /** Gives the sections of a relocatable file addresses of their own, one after another. */
  private static List<ElfSection> placed(List<ElfSection> sections) {
    List<ElfSection> placed = new ArrayList<>();
    long next = 1L << 32;
    for (ElfSection section : sections) {
      boolean loaded = section.allocated() && section.size() > 0;
      placed.add(loaded ? section.at(next) : section);
      if (loaded) {
        next += (Math.min(section.size(), 1L << 31) + 0x1_ffff) & ~0xffffL;
      }
    }
    return placed;
  }

  /** The file's name without its directories. */
  public String name() {
    return name;
  }

  /** The machine the code is for (e_machine): 62 is x86-64, 183 is aarch64. */
  public int machine() {
    return machine;
  }

  List<ElfSection> sections() {
    return sections;
  }

  /** Whether a section is there with content. */
  boolean has(String section) {
    return find(section).isPresent();
  }

  /**
   * A cursor over a section's content, unpacked and relocated; over nothing when it is not there.
   */
  Cursor section(String section) {
    Content content = read.get(section);
    if (content == null) {
      content =
          new Content(
              name + " " + section, find(section).map(this::content).orElse(MemorySegment.NULL));
      read.put(section, content);
    }
    return new Cursor(content.name(), content.bytes());
  }

  Cursor section(ElfSection section) {
    return new Cursor(name + " " + section.name(), slice(section));
  }

  private Optional<ElfSection> find(String wanted) {
    return sections.stream()
        .filter(s -> s.type() != ElfSection.NOBITS && s.size() > 0)
        .filter(s -> s.name().equals(wanted) || isOldName(s.name(), wanted))
        .findFirst();
  }

  private static boolean isOldName(String name, String wanted) {
    return name.startsWith(".zdebug_") && wanted.equals(".debug_" + name.substring(8));
  }

  private MemorySegment content(ElfSection section) {
    MemorySegment raw = slice(section);
    boolean old = section.name().startsWith(".zdebug_");
    MemorySegment plain =
        section.compressed() || old
            ? SectionPacking.unpack(
                name + " " + section.name(), raw, old, arena, maxUnpacked - ownBytes)
            : raw;
    MemorySegment filled = relocatable ? Relocation.apply(this, section, plain, arena) : plain;
    ownBytes += filled.isMapped() ? 0 : filled.byteSize();
    return filled;
  }

  private MemorySegment slice(ElfSection section) {
    long size = image.byteSize();
    if (section.offset() < 0
        || section.size() < 0
        || section.offset() > size
        || section.size() > size - section.offset()) {
      throw new SymbolException(
          "%s: section %s lies outside the file".formatted(name, section.name()));
    }
    return image.asSlice(section.offset(), section.size());
  }

  /** Lowest address of its code. */
  public OptionalLong codeStart() {
    return sections.stream()
        .filter(section -> section.executable() && section.allocated() && section.size() > 0)
        .mapToLong(ElfSection::address)
        .min();
  }

  /** Memory of its own; the pages of the mapped file are the page cache's. */
  long ownBytes() {
    return ownBytes;
  }

  /** Gives the pages read so far back, so that they do not count as memory of this process. */
  void unload() {
    if (image.byteSize() > 0) {
      image.unload();
    }
  }

  /** Whether there is debug data of functions. */
  public boolean hasDebugData() {
    return has(".debug_info") && has(".debug_abbrev");
  }

  /** The file that holds what this debug file has in common with others, as dwz makes it. */
  public Optional<SharedDebugFile> shared() {
    return has(".gnu_debugaltlink")
        ? SharedDebugFile.read(section(".gnu_debugaltlink"))
        : Optional.empty();
  }

  /** The GNU build-id. */
  public Optional<BuildId> buildId() {
    for (ElfSection section : sections) {
      if (section.type() == ElfSection.NOTE && section.size() < 1 << 20) {
        Optional<BuildId> found = buildId(section(section));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<BuildId> buildId(Cursor in) {
    while (in.end() - in.at() >= 16) {
      long nameSize = in.u32();
      long size = in.u32();
      long type = in.u32();
      long descriptor = in.at() + ((nameSize + 3) & ~3L);
      if (descriptor + size > in.end() || nameSize > 64) {
        return Optional.empty();
      }
      boolean gnu = nameSize == 4 && in.u32() == 0x554e47;
      in.seek(descriptor);
      if (gnu && type == NT_GNU_BUILD_ID && size > 0 && size <= 64) {
        byte[] id = new byte[(int) size];
        for (int i = 0; i < id.length; i++) {
          id[i] = (byte) in.u8();
        }
        return Optional.of(new BuildId(HexFormat.of().formatHex(id)));
      }
      long next = descriptor + ((size + 3) & ~3L);
      if (next > in.end()) {
        return Optional.empty();
      }
      in.seek(next);
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    arena.close();
  }
}
