package dev.kedge.linux.perf;

/**
 * The user registers that samples carry, by their places in a record: the order of the bits in
 * {@code arch/x86/include/uapi/asm/perf_regs.h} and its fellow for arm64. Segment registers and
 * flags are left out.
 */
public enum UserRegisters {
  /** AX, BX, CX, DX, SI, DI, BP, SP, IP, R8 to R15. */
  X86_64(0xff01ffL, 8, 7, 6),
  /** X0 to X29, LR, SP, PC: places are DWARF numbers. */
  AARCH64(0x1_ffff_ffffL, 32, 31, 29);

  private final long mask;
  private final int instructionPointer;
  private final int stackPointer;
  private final int framePointer;

  UserRegisters(long mask, int instructionPointer, int stackPointer, int framePointer) {
    this.mask = mask;
    this.instructionPointer = instructionPointer;
    this.stackPointer = stackPointer;
    this.framePointer = framePointer;
  }

  /** Those of the machine this runs on; x86-64 where it is neither. */
  public static UserRegisters ofThisMachine() {
    return System.getProperty("os.arch", "").equals("aarch64") ? AARCH64 : X86_64;
  }

  /** Whether the architecture of this machine is one of them. */
  public static boolean known() {
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64") || architecture.equals("aarch64");
  }

  /** The bits of {@code sample_regs_user}. */
  long mask() {
    return mask;
  }

  /** How many there are in a record. */
  int count() {
    return Long.bitCount(mask);
  }

  /** Place of the instruction pointer. */
  public int instructionPointer() {
    return instructionPointer;
  }

  /** Place of the stack pointer. */
  public int stackPointer() {
    return stackPointer;
  }

  /** Place of the frame pointer. */
  public int framePointer() {
    return framePointer;
  }

  /** Place of the register with a DWARF number below 32; minus one when it is not copied. */
  public int placeOfDwarf(int number) {
    if (this == AARCH64) {
      return number;
    }
    return switch (number) {
      case 1 -> 3;
      case 3 -> 1;
      case 0, 2, 4, 5, 6, 7 -> number;
      default -> number <= 15 ? number + 1 : -1;
    };
  }
}
