package dev.kedge.linux.elf;

/**
 * One section header.
 *
 * @param nameOffset of its name in the section name table
 * @param type SHT_ type
 * @param flags SHF_ flags
 * @param address virtual address
 * @param fileOffset first byte in the file
 * @param size bytes
 * @param link index of a related section
 * @param entrySize bytes of an entry, for tables
 */
public record SectionHeader(
    long nameOffset,
    int type,
    long flags,
    long address,
    long fileOffset,
    long size,
    int link,
    long entrySize) {
  static final int SHT_SYMTAB = 2;
  static final int SHT_STRTAB = 3;
  static final int SHT_RELA = 4;
  static final int SHT_NOTE = 7;
  static final int SHT_NOBITS = 8;
  static final int SHT_DYNSYM = 11;
  private static final long SHF_EXECINSTR = 4;
  private static final long SHF_COMPRESSED = 0x800;

  /** Whether its bytes are packed and mean nothing as they are. */
  public boolean compressed() {
    return (flags & SHF_COMPRESSED) != 0;
  }

  boolean executable() {
    return (flags & SHF_EXECINSTR) != 0;
  }
}
