package dev.kedge.linux.elf;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds a few symbols of any type by their names: variables a runtime exports for debuggers. */
final class SymbolAddresses {
  private static final int MAX_SYMBOLS = 1 << 20;
  private static final int MAX_NAME = 128;

  private final ElfFile file;
  private final ElfImage image;

  SymbolAddresses(ElfFile file) {
    this.file = file;
    this.image = file.image();
  }

  /**
   * Virtual addresses by name; the exported symbols are asked first, and what is not there lacks.
   */
  Map<String, SymbolRange> find(Set<String> names) {
    Map<String, SymbolRange> found = new HashMap<>();
    for (int type : new int[] {SectionHeader.SHT_DYNSYM, SectionHeader.SHT_SYMTAB}) {
      for (SectionHeader section : file.sections()) {
        if (section.type() == type && found.size() < names.size()) {
          read(section, names, found);
        }
      }
    }
    return found;
  }

  private void read(SectionHeader section, Set<String> names, Map<String, SymbolRange> found) {
    boolean wide = image.wide();
    int entry = wide ? 24 : 16;
    if (!image.holds(section.fileOffset(), section.size())
        || section.link() < 0
        || section.link() >= file.sections().size()) {
      return;
    }
    SectionHeader strings = file.sections().get(section.link());
    long count = Math.min(section.size() / entry, MAX_SYMBOLS);
    for (long i = 0; i < count && found.size() < names.size(); i++) {
      long at = section.fileOffset() + i * entry;
      long nameAt = strings.fileOffset() + image.u32(at);
      boolean defined = image.u16(at + (wide ? 6 : 14)) != 0;
      if (defined && image.holds(nameAt, 1)) {
        String name = image.text(nameAt, MAX_NAME);
        if (names.contains(name)) {
          found.putIfAbsent(
              name,
              new SymbolRange(image.word(at + (wide ? 8 : 4)), image.word(at + (wide ? 16 : 8))));
        }
      }
    }
  }
}
