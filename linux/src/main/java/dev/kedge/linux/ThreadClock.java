package dev.kedge.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** CPU time of single threads (clock_gettime(2)). */
public final class ThreadClock {
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final MethodHandle CLOCK_GETTIME =
      CLibrary.link(
          "clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, CLibrary.POINTER), -1);

  private ThreadClock() {}

  /**
   * CPU time the calling thread has used, in nanoseconds: what work cost, however long it waited
   * for a CPU.
   */
  public static long cpuNanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize());
      int result =
          (int)
              CLOCK_GETTIME.invokeExact(
                  CLibrary.newErrorState(arena), CLOCK_THREAD_CPUTIME_ID, time);
      // Every Linux has this clock; without it work costs what it takes.
      return result == 0
          ? time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, JAVA_LONG.byteSize())
          : System.nanoTime();
    } catch (Throwable t) {
      throw CLibrary.unexpected("clock_gettime", t);
    }
  }
}
