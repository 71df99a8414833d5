package dev.kedge.verify.kernel;

import dev.kedge.model.BuildId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/** Finds the build-id in the note segments of a 64-bit little-endian ELF file. */
final class ElfNotes {
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int PT_NOTE = 4;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int MAX_SEGMENTS = 128;
  private static final int GNU = 0x00554e47;

  private ElfNotes() {}

  /** The build-id; empty when the file is none, is damaged or has no such note. */
  static Optional<BuildId> buildId(ByteBuffer file) {
    ByteBuffer elf = file.order(ByteOrder.LITTLE_ENDIAN);
    if (elf.capacity() < 64 || elf.getInt(0) != ELF_MAGIC || elf.get(4) != 2) {
      return Optional.empty();
    }
    long table = elf.getLong(32);
    int entry = elf.getShort(54) & 0xffff;
    int count = Math.min(elf.getShort(56) & 0xffff, MAX_SEGMENTS);
    for (int i = 0; i < count && entry >= 56; i++) {
      long at = table + (long) i * entry;
      if (at < 0 || at + 56 > elf.capacity()) {
        return Optional.empty();
      }
      if (elf.getInt((int) at) == PT_NOTE) {
        Optional<BuildId> found = notes(elf, elf.getLong((int) at + 8), elf.getLong((int) at + 32));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<BuildId> notes(ByteBuffer elf, long offset, long size) {
    if (offset < 0 || size < 0 || offset > elf.capacity() || size > elf.capacity() - offset) {
      return Optional.empty();
    }
    long at = offset;
    long end = offset + size;
    while (at + 16 <= end) {
      long name = elf.getInt((int) at) & 0xffffffffL;
      long content = elf.getInt((int) at + 4) & 0xffffffffL;
      long contentAt = at + 12 + (name + 3 & ~3L);
      if (contentAt + content > end) {
        return Optional.empty();
      }
      if (elf.getInt((int) at + 8) == NT_GNU_BUILD_ID
          && name == 4
          && elf.getInt((int) at + 12) == GNU
          && content > 0
          && content <= 64) {
        byte[] id = new byte[(int) content];
        elf.get((int) contentAt, id);
        return Optional.of(new BuildId(HexFormat.of().formatHex(id)));
      }
      at = contentAt + (content + 3 & ~3L);
    }
    return Optional.empty();
  }
}
