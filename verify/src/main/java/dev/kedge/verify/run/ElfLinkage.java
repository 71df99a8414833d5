package dev.kedge.verify.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Says of a 64-bit ELF program whether it needs a dynamic linker. */
final class ElfLinkage {
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int PT_INTERP = 3;

  private ElfLinkage() {}

  static boolean isDynamic(byte[] program) {
    ByteBuffer elf = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    if (program.length < 64 || elf.getInt(0) != ELF_MAGIC || elf.get(4) != 2) {
      return false;
    }
    long table = elf.getLong(32);
    int size = elf.getShort(54) & 0xffff;
    int count = elf.getShort(56) & 0xffff;
    for (long i = 0; i < count; i++) {
      long at = table + i * size;
      if (at >= 0 && at + 4 <= program.length && elf.getInt((int) at) == PT_INTERP) {
        return true;
      }
    }
    return false;
  }
}
