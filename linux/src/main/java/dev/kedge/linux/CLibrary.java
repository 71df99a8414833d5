package dev.kedge.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Links functions of the C library so that each call also yields its {@code errno}.
 *
 * <p>Needs {@code --enable-native-access}. The bindings themselves live in small classes, one per
 * group of calls; they return what the function returned, or minus the errno, as system calls do
 * inside the kernel.
 */
public final class CLibrary {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private CLibrary() {}

  /**
   * Links a function that returns minus one and sets errno on failure. The handle takes the memory
   * for the error number (see {@link #newErrorState}) before the function's own arguments.
   *
   * @param fixedArguments how many arguments come before the variable ones; minus one for a
   *     function with a fixed list
   * @throws LinuxException when the C library has no such function
   */
  public static MethodHandle link(String name, FunctionDescriptor descriptor, int fixedArguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new LinuxException("the C library has no function " + name));
    List<Linker.Option> options = new ArrayList<>();
    options.add(Linker.Option.captureCallState("errno"));
    if (fixedArguments >= 0) {
      options.add(Linker.Option.firstVariadicArg(fixedArguments));
    }
    return linker.downcallHandle(address, descriptor, options.toArray(Linker.Option[]::new));
  }

  /** Memory for the error number of calls made while the arena lives. */
  public static MemorySegment newErrorState(Arena arena) {
    return arena.allocate(STATE);
  }

  /** The error number of the last failed call made with this memory. */
  public static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** The value of a call, or minus its errno when it returned minus one. */
  public static long result(long returned, MemorySegment state) {
    return returned == -1 ? -errno(state) : returned;
  }

  /** Turns what a method handle can throw into an unchecked exception. */
  public static RuntimeException unexpected(String function, Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new LinuxException("calling " + function + " failed: " + thrown, thrown);
  }

  /** A pointer argument or result. */
  public static final ValueLayout POINTER = ValueLayout.ADDRESS;
}
