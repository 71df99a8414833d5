package dev.kedge.report.symbol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Relocates the debug sections of a relocatable file, as modules are: each place that names an
 * address or an offset of another section holds nothing until the linker fills it in (psABI of
 * x86-64, table 4.9; ELF for the Arm 64-bit architecture, 5.7; RISC-V psABI). Absolute relocations
 * are all that debug data has; RISC-V's additions and subtractions are done in order.
 */
final class Relocation {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;
  private static final int RISCV = 243;

  private Relocation() {}

  static MemorySegment apply(
      ObjectFile file, ElfSection section, MemorySegment plain, Arena arena) {
    List<ElfSection> sections = file.sections();
    MemorySegment result = plain;
    boolean copied = false;
    for (ElfSection table : sections) {
      boolean ours =
          table.type() == ElfSection.RELA
              && table.info() > 0
              && table.info() < sections.size()
              && sections.get(table.info()).equals(section)
              && table.link() > 0
              && table.link() < sections.size();
      if (ours) {
        if (!copied) {
          copied = true;
          result = arena.allocate(Math.max(1, plain.byteSize())).asSlice(0, plain.byteSize());
          result.copyFrom(plain);
        }
        fill(file, table, result);
      }
    }
    return result;
  }

  private static void fill(ObjectFile file, ElfSection table, MemorySegment content) {
    Cursor entries = file.section(table);
    Cursor symbols = file.section(file.sections().get(table.link()));
    while (entries.end() - entries.at() >= 24) {
      long place = entries.u64();
      long info = entries.u64();
      long addend = entries.u64();
      int bytes = width(file.machine(), (int) info);
      boolean inside = place >= 0 && place <= content.byteSize() - Math.abs(bytes);
      if (bytes != 0 && inside) {
        put(content, place, bytes, symbolValue(file, symbols, info >>> 32) + addend, (int) info);
      }
    }
  }

  private static long symbolValue(ObjectFile file, Cursor symbols, long index) {
    symbols.seek(index * 24 + 6);
    int section = symbols.u16();
    long value = symbols.u64();
    boolean placed = section > 0 && section < file.sections().size();
    return placed && file.sections().get(section).allocated()
        ? file.sections().get(section).address() + value
        : value;
  }

  /** Bytes of the place an absolute relocation fills; 0 for types debug data does not use. */
  private static int width(int machine, int type) {
    return switch (machine) {
      case X86_64 -> type == 1 ? 8 : type == 10 || type == 11 ? 4 : 0;
      case AARCH64 -> type == 257 ? 8 : type == 258 ? 4 : 0;
      case RISCV ->
          switch (type) {
            case 2, 36, 40 -> 8;
            case 1, 35, 39 -> 4;
            default -> 0;
          };
      default -> 0;
    };
  }

  private static void put(MemorySegment content, long place, int bytes, long value, int type) {
    long before = bytes == 8 ? content.get(LONG, place) : content.get(INT, place);
    long filled =
        switch (type) {
          case 35, 36 -> before + value;
          case 39, 40 -> before - value;
          default -> value;
        };
    if (bytes == 8) {
      content.set(LONG, place, filled);
    } else {
      content.set(INT, place, (int) filled);
    }
  }
}
