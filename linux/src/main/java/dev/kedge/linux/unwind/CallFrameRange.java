package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.ProgramHeader;
import dev.kedge.linux.elf.SectionHeader;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a file's call frame information lies.
 *
 * @param exceptionHandling true for {@code .eh_frame}, false for {@code .debug_frame}
 * @param fileOffset first byte in the file
 * @param size bytes
 * @param address virtual address of the first byte
 * @param dataBase what data-relative pointers are relative to
 */
record CallFrameRange(
    boolean exceptionHandling, long fileOffset, long size, long address, long dataBase) {
  private static final int PT_GNU_EH_FRAME = 0x6474e550;

  /** Version, three encodings and the pointer to {@code .eh_frame}. */
  private static final int HEADER_BYTES = 12;

  /**
   * The information for exceptions: by section, or where headers were cut off by program header.
   */
  static Optional<CallFrameRange> exceptionHandling(ElfFile elf) {
    return of(elf, ".eh_frame", true).or(() -> bySearchTable(elf));
  }

  /** The information for debuggers. */
  static Optional<CallFrameRange> debugging(ElfFile elf) {
    return of(elf, ".debug_frame", false);
  }

  private static Optional<CallFrameRange> of(ElfFile elf, String name, boolean exceptions) {
    Optional<SectionHeader> section = elf.section(name);
    if (section.isEmpty() || section.get().compressed()) {
      return Optional.empty();
    }
    SectionHeader found = section.get();
    long from = found.fileOffset();
    if (from < 0 || from >= elf.size() || found.size() <= 0 || found.size() > elf.size() - from) {
      return Optional.empty();
    }
    return Optional.of(new CallFrameRange(exceptions, from, found.size(), found.address(), 0));
  }

  private static Optional<CallFrameRange> bySearchTable(ElfFile elf) {
    for (ProgramHeader segment : elf.segments()) {
      if (segment.type() == PT_GNU_EH_FRAME && segment.fileSize() >= HEADER_BYTES) {
        try {
          return bySearchTable(elf, segment);
        } catch (ElfException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<CallFrameRange> bySearchTable(ElfFile elf, ProgramHeader table) {
    byte[] head = new byte[HEADER_BYTES];
    elf.copy(table.fileOffset(), head, HEADER_BYTES);
    CfiCursor in = new CfiCursor();
    in.open(head, HEADER_BYTES, table.fileOffset(), table.address());
    int version = in.u8();
    int encoding = in.u8();
    in.u16();
    if (version != 1) {
      return Optional.empty();
    }
    long address = in.pointer(encoding, table.address());
    OptionalLong at = elf.fileOffset(address);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    // Its length is told nowhere: it ends with an entry of no length, or where its segment does.
    long end =
        elf.segments().stream()
            .filter(segment -> segment.loads(at.getAsLong()))
            .mapToLong(segment -> segment.fileOffset() + segment.fileSize())
            .max()
            .orElse(0);
    long size = Math.min(end, elf.size()) - at.getAsLong();
    return size <= 0
        ? Optional.empty()
        : Optional.of(new CallFrameRange(true, at.getAsLong(), size, address, table.address()));
  }
}
