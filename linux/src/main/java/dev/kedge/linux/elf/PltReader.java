package dev.kedge.linux.elf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Names the stubs of the procedure linkage table, which have no symbols of their own: entry i
 * belongs to relocation i of {@code .rela.plt} (System V ABI, AMD64 and AArch64 supplements).
 */
final class PltReader {
  private static final int EM_X86_64 = 62;
  private static final int EM_AARCH64 = 183;
  private static final int ENTRY = 16;
  private static final int RELOCATION = 24;
  private static final int SYMBOL = 24;
  private static final long MAX_ENTRIES = 1 << 20;

  private final ElfFile file;
  private final ElfImage image;

  PltReader(ElfFile file) {
    this.file = file;
    this.image = file.image();
  }

  /** Adds the stubs to a table. */
  void read(SymbolTableBuilder table) {
    boolean known = file.machine() == EM_X86_64 || file.machine() == EM_AARCH64;
    if (!known || !image.wide()) {
      return;
    }
    Optional<SectionHeader> relocations = file.section(".rela.plt");
    // With indirect branch tracking the stubs that are called are in a section of their own.
    Optional<SectionHeader> second = file.section(".plt.sec");
    Optional<SectionHeader> stubs = second.or(() -> file.section(".plt"));
    if (relocations.isEmpty() || stubs.isEmpty()) {
      return;
    }
    int header = second.isPresent() ? 0 : file.machine() == EM_AARCH64 ? 2 * ENTRY : ENTRY;
    read(table, relocations.get(), stubs.get(), header);
  }

  private void read(
      SymbolTableBuilder table, SectionHeader relocations, SectionHeader stubs, int header) {
    List<SectionHeader> sections = file.sections();
    int link = relocations.link();
    if (link < 0 || link >= sections.size()) {
      return;
    }
    SectionHeader symbols = sections.get(link);
    if (symbols.link() < 0 || symbols.link() >= sections.size()) {
      return;
    }
    SectionHeader strings = sections.get(symbols.link());
    long count = Math.min(MAX_ENTRIES, relocations.size() / RELOCATION);
    for (long i = 0; i < count; i++) {
      long at = relocations.fileOffset() + i * RELOCATION;
      long stub = header + i * ENTRY;
      if (!image.holds(at, RELOCATION) || stub + ENTRY > stubs.size()) {
        return;
      }
      long symbol = symbols.fileOffset() + (image.u64(at + 8) >>> 32) * SYMBOL;
      OptionalLong start = file.fileOffset(stubs.address() + stub);
      if (image.holds(symbol, SYMBOL) && start.isPresent()) {
        long name = image.u32(symbol);
        if (name > 0 && name < strings.size() && image.holds(strings.fileOffset() + name, 1)) {
          table.add(
              start.getAsLong(),
              ENTRY,
              start.getAsLong() + ENTRY,
              strings.fileOffset() + name,
              SymbolTableBuilder.PLT_RANK);
        }
      }
    }
  }
}
