package dev.kedge.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Memory mapping calls. Thread-safe. */
public final class MemoryCalls {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;

  private static final MethodHandle MMAP =
      CLibrary.link(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          -1);
  private static final MethodHandle MUNMAP =
      CLibrary.link("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG), -1);
  private static final MethodHandle GETPAGESIZE =
      CLibrary.link("getpagesize", FunctionDescriptor.of(JAVA_INT), -1);

  private MemoryCalls() {}

  /** Bytes of a page of this machine. */
  public static int pageSize() {
    try (Arena arena = Arena.ofConfined()) {
      return (int) GETPAGESIZE.invokeExact(CLibrary.newErrorState(arena));
    } catch (Throwable t) {
      throw CLibrary.unexpected("getpagesize", t);
    }
  }

  /** Maps a descriptor shared, for reading and writing; the address or minus the errno. */
  public static long mapShared(int fd, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      long address =
          (long) MMAP.invokeExact(state, 0L, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0L);
      return CLibrary.result(address, state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("mmap", t);
    }
  }

  /**
   * A view of memory that {@link #mapShared} returned; closing the arena unmaps it, and any later
   * access through the view throws instead of crashing.
   */
  public static MemorySegment view(long address, long bytes, Arena arena) {
    return MemorySegment.ofAddress(address)
        .reinterpret(bytes, arena, segment -> unmap(segment.address(), bytes));
  }

  private static void unmap(long address, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) MUNMAP.invokeExact(CLibrary.newErrorState(arena), address, bytes);
    } catch (Throwable t) {
      throw CLibrary.unexpected("munmap", t);
    }
  }
}
