package dev.kedge.report.symbol;

/** A section header (gABI, chapter 4), and where the section is placed when it is loaded. */
record ElfSection(
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long entrySize) {
  static final int SYMTAB = 2;
  static final int RELA = 4;
  static final int NOTE = 7;
  static final int NOBITS = 8;
  private static final long WRITE = 1;
  private static final long ALLOC = 2;
  private static final long EXECUTE = 4;
  private static final long COMPRESSED = 0x800;

  boolean allocated() {
    return (flags & ALLOC) != 0;
  }

  boolean executable() {
    return (flags & EXECUTE) != 0 && (flags & WRITE) == 0;
  }

  boolean compressed() {
    return (flags & COMPRESSED) != 0;
  }

  ElfSection at(long newAddress) {
    return new ElfSection(name, type, flags, newAddress, offset, size, link, info, entrySize);
  }
}
