package dev.kedge.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The nice value of single threads (setpriority(2): on Linux a value of each thread). */
public final class ThreadPriority {
  private static final int PRIO_PROCESS = 0;
  private static final int THIS_THREAD = 0;

  private static final MethodHandle SETPRIORITY =
      CLibrary.link(
          "setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), -1);

  private ThreadPriority() {}

  /**
   * Sets the nice value of the calling thread.
   *
   * @param nice -20, served first, to 19; below the present one only with CAP_SYS_NICE
   * @return whether the kernel allowed it
   */
  public static boolean nice(int nice) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      return (int) SETPRIORITY.invokeExact(state, PRIO_PROCESS, THIS_THREAD, nice) == 0;
    } catch (Throwable t) {
      throw CLibrary.unexpected("setpriority", t);
    }
  }
}
