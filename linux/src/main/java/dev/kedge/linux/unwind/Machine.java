package dev.kedge.linux.unwind;

import dev.kedge.linux.perf.UserRegisters;
import java.util.Optional;

/**
 * What unwinding needs to know of an architecture: DWARF register numbers (System V ABI, AMD64
 * supplement, figure 3.36; DWARF for the Arm 64-bit Architecture, 4.1) and where a signal frame
 * keeps registers, as distances from the stack pointer in the code it returns through (struct
 * rt_sigframe in arch/x86/include/asm/sigframe.h and arch/arm64/kernel/signal.c).
 */
enum Machine {
  X86_64(62, UserRegisters.X86_64, 7, 6, 16, 160, 168, 120, 144),
  AARCH64(183, UserRegisters.AARCH64, 31, 29, 30, 560, 568, 544, 552);

  private final int elf;
  final UserRegisters registers;
  final int stackPointer;
  final int framePointer;

  /** The column of the return address; on aarch64 the link register. */
  final int returnAddress;

  final int signalStackPointer;
  final int signalInstruction;
  final int signalFramePointer;
  final int signalLink;

  Machine(
      int elf,
      UserRegisters registers,
      int stackPointer,
      int framePointer,
      int returnAddress,
      int signalStackPointer,
      int signalInstruction,
      int signalFramePointer,
      int signalLink) {
    this.elf = elf;
    this.registers = registers;
    this.stackPointer = stackPointer;
    this.framePointer = framePointer;
    this.returnAddress = returnAddress;
    this.signalStackPointer = signalStackPointer;
    this.signalInstruction = signalInstruction;
    this.signalFramePointer = signalFramePointer;
    this.signalLink = signalLink;
  }

  /** The machine an ELF file's e_machine names. */
  static Optional<Machine> of(int elfMachine) {
    for (Machine machine : values()) {
      if (machine.elf == elfMachine) {
        return Optional.of(machine);
      }
    }
    return Optional.empty();
  }

  static Machine ofThisMachine() {
    return UserRegisters.ofThisMachine() == UserRegisters.AARCH64 ? AARCH64 : X86_64;
  }

  /** Value of e_machine. */
  int elf() {
    return elf;
  }
}
