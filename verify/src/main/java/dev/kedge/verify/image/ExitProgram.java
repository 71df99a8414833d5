package dev.kedge.verify.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A static x86-64 program of a few bytes that ends the machine through QEMU's {@code
 * isa-debug-exit} device: distribution kernels for the cloud have no {@code /dev/port}, so that no
 * script can reach the device. The code it gives is the number of its arguments plus {@link
 * #OFFSET}; QEMU then ends with twice that plus one.
 */
final class ExitProgram {
  /** The I/O port of the device. */
  static final int PORT = 0xf4;

  /** Added to the guest's code, so that no code looks like one of QEMU's own. */
  static final int OFFSET = 16;

  private static final long BASE = 0x400000;
  private static final int HEADERS = 64 + 56;

  private static final byte[] CODE =
      HexFormat.of()
          .parseHex(
              "5b" // pop rbx: argc
                  + "bff4000000" // mov edi, 0xf4
                  + "be04000000" // mov esi, 4
                  + "ba01000000" // mov edx, 1
                  + "b8ad000000" // mov eax, SYS_ioperm
                  + "0f05" // syscall
                  + "8d430f" // lea eax, [rbx + 15]: arguments + 16
                  + "baf4000000" // mov edx, 0xf4
                  + "ef" // out dx, eax
                  + "b83c000000" // mov eax, SYS_exit
                  + "bf01000000" // mov edi, 1: the device is not there
                  + "0f05"); // syscall

  private ExitProgram() {}

  /** The program as an ELF file. */
  static byte[] elf() {
    ByteBuffer elf = ByteBuffer.allocate(HEADERS + CODE.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
    elf.putShort((short) 2).putShort((short) 62).putInt(1);
    elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
    elf.putLong(elf.capacity()).putLong(elf.capacity()).putLong(0x1000);
    return elf.put(CODE).array();
  }
}
