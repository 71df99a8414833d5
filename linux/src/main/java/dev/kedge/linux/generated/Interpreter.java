package dev.kedge.linux.generated;

import dev.kedge.linux.elf.SymbolRange;
import dev.kedge.linux.python.PythonProcess;
import dev.kedge.linux.runtime.ProcessMemory;

/**
 * The Python interpreter of a process.
 *
 * @param process what is known of it
 * @param memory of the process, for the thread that walks stacks
 * @param start address of the function that interprets
 * @param end address behind it
 */
public record Interpreter(PythonProcess process, ProcessMemory memory, long start, long end) {
  static Interpreter of(PythonProcess process, ProcessMemory memory, SymbolRange loop) {
    return new Interpreter(process, memory, loop.address(), loop.address() + loop.size());
  }

  /** Whether an address lies in the function that interprets. */
  public boolean runs(long address) {
    return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
  }
}
