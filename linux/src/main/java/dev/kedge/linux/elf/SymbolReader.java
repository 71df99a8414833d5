package dev.kedge.linux.elf;

import java.util.List;
import java.util.OptionalLong;

/** Reads the symbol tables of a file and places their functions in the file that holds the code. */
final class SymbolReader {
  private static final int STT_FUNC = 2;
  private static final int STT_GNU_IFUNC = 10;
  private static final int STB_GLOBAL = 1;
  private static final int STB_WEAK = 2;

  /** Section indexes from here on are special (SHN_LORESERVE). */
  private static final int SHN_LORESERVE = 0xff00;

  /** A file has one of each kind; a hostile one may name the same bytes thousands of times. */
  private static final int MAX_TABLES = 8;

  private final ElfFile names;
  private final ElfFile code;
  private final ElfImage image;
  private final long maxBytes;

  /**
   * A reader.
   *
   * @param names the file with the symbols
   * @param code the file whose program headers tell where the code is; mostly the same
   * @param maxBytes memory the table may take
   */
  SymbolReader(ElfFile names, ElfFile code, long maxBytes) {
    this.names = names;
    this.code = code;
    this.image = names.image();
    this.maxBytes = maxBytes;
  }

  SymbolTable read() {
    try (SymbolTableBuilder table = new SymbolTableBuilder(image, code.image(), maxBytes)) {
      readAll(table);
      table.keep();
      readAll(table);
      return table.build();
    }
  }

  private void readAll(SymbolTableBuilder table) {
    names.sections().stream()
        .filter(section ->
            section.type() == SectionHeader.SHT_SYMTAB
                || section.type() == SectionHeader.SHT_DYNSYM)
        .limit(MAX_TABLES)
        .forEach(section -> read(section, table));
    if (!names.hasFullSymbols()) {
      GoFunctions.read(names).ifPresent(functions -> readGo(functions, table));
    }
    new PltReader(code).read(table);
  }

  private void readGo(GoFunctions functions, SymbolTableBuilder table) {
    functions.forEach((start, end, name, frames) ->
        code.fileOffset(start)
            .ifPresent(offset ->
                table.add(offset, end - start, offset + (end - start), name, rank(STB_GLOBAL))));
  }

  private void read(SectionHeader section, SymbolTableBuilder table) {
    int entry = image.wide() ? 24 : 16;
    List<SectionHeader> sections = names.sections();
    if (section.entrySize() != entry
        || !image.holds(section.fileOffset(), section.size())
        || section.link() < 0
        || section.link() >= sections.size()) {
      return;
    }
    SectionHeader strings = sections.get(section.link());
    if (!image.holds(strings.fileOffset(), strings.size())) {
      return;
    }
    long end = section.fileOffset() + section.size() - entry;
    for (long at = section.fileOffset(); at <= end; at += entry) {
      symbol(at, strings, table);
    }
  }

  private void symbol(long at, SectionHeader strings, SymbolTableBuilder table) {
    boolean wide = image.wide();
    int info = image.u8(at + (wide ? 4 : 12));
    int type = info & 0xf;
    int section = image.u16(at + (wide ? 6 : 14));
    if ((type != STT_FUNC && type != STT_GNU_IFUNC)
        || section == 0
        || section >= SHN_LORESERVE
        || section >= names.sections().size()) {
      return;
    }
    long name = image.u32(at);
    long value = image.word(at + (wide ? 8 : 4));
    long size = image.word(at + (wide ? 16 : 8));
    SectionHeader holder = names.sections().get(section);
    OptionalLong start = code.fileOffset(value);
    if (name == 0 || name >= strings.size() || !holder.executable() || start.isEmpty()) {
      return;
    }
    long toSectionEnd = holder.address() + holder.size() - value;
    long limit = start.getAsLong() + Math.clamp(toSectionEnd, 0, SymbolTableBuilder.MAX_OFFSET);
    table.add(
        start.getAsLong(),
        size < 0 ? 0 : size,
        Math.min(limit, code.image().size()),
        strings.fileOffset() + name,
        rank(info >>> 4));
  }

  private static int rank(int binding) {
    return switch (binding) {
      case STB_GLOBAL -> 2;
      case STB_WEAK -> 1;
      default -> 0;
    };
  }
}
