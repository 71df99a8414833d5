package dev.kedge.linux.runtime;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kedge.linux.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code process_vm_readv} for one stretch. Holds memory for the call: one thread at a time. */
final class ProcessMemoryCalls {
  private static final MethodHandle READ =
      CLibrary.link(
          "process_vm_readv",
          FunctionDescriptor.of(
              JAVA_LONG,
              JAVA_INT,
              CLibrary.POINTER,
              JAVA_LONG,
              CLibrary.POINTER,
              JAVA_LONG,
              JAVA_LONG),
          -1);

  private final MemorySegment state = CLibrary.newErrorState(Arena.ofAuto());
  private final MemorySegment local = Arena.ofAuto().allocate(16, 8);
  private final MemorySegment remote = Arena.ofAuto().allocate(16, 8);

  /** Reads from a process into memory of this one; bytes read, or minus the errno. */
  long read(int pid, long address, MemorySegment into) {
    local.set(JAVA_LONG, 0, into.address());
    local.set(JAVA_LONG, 8, into.byteSize());
    remote.set(JAVA_LONG, 0, address);
    remote.set(JAVA_LONG, 8, into.byteSize());
    try {
      return CLibrary.result((long) READ.invokeExact(state, pid, local, 1L, remote, 1L, 0L), state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("process_vm_readv", t);
    }
  }
}
