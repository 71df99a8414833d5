package dev.kedge.linux.elf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/**
 * The symbols of local functions that distributions pack into stripped files ({@code
 * .gnu_debugdata}, "mini debug info": an ELF file packed by xz).
 */
public final class PackedSymbols {
  private static final int MAX_PACKED = 16 << 20;
  private static final int MAX_UNPACKED = 24 << 20;

  /** Memory the unpacker may take, in KiB: xz -9 needs 65 MiB, what distributions use far less. */
  private static final int MAX_MEMORY_KIB = 16 * 1024;

  private PackedSymbols() {}

  /** The packed file, the caller's to close; empty when there is none that can be unpacked. */
  public static Optional<ElfFile> read(ElfFile elf) {
    Optional<SectionHeader> section = elf.section(".gnu_debugdata");
    if (section.isEmpty() || section.get().size() <= 0 || section.get().size() > MAX_PACKED) {
      return Optional.empty();
    }
    try {
      byte[] packed = new byte[(int) section.get().size()];
      elf.copy(section.get().fileOffset(), packed, packed.length);
      byte[] unpacked = unpack(packed);
      return Optional.of(ElfFile.of(MemorySegment.ofArray(unpacked)));
    } catch (IOException | ElfException e) {
      // The exported names are left.
      return Optional.empty();
    }
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (InputStream in = new XZInputStream(new ByteArrayInputStream(packed), MAX_MEMORY_KIB)) {
      byte[] unpacked = in.readNBytes(MAX_UNPACKED + 1);
      if (unpacked.length > MAX_UNPACKED) {
        throw new IOException("packed symbols of more than %d bytes".formatted(MAX_UNPACKED));
      }
      return unpacked;
    }
  }
}
