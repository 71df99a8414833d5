package dev.kedge.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * File descriptor calls: open, read, poll, close. Every method returns what the call returned, or
 * minus the errno. Thread-safe.
 */
public final class FileCalls {
  public static final int O_RDONLY = 0;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;

  /** {@code poll}: there is data to read. */
  public static final int POLLIN = 1;

  /** {@code poll}: error condition. */
  public static final int POLLERR = 8;

  /** {@code poll}: the other side is gone. */
  public static final int POLLHUP = 16;

  /** Bytes of one {@code struct pollfd}. */
  public static final int POLLFD_BYTES = 8;

  private static final MethodHandle OPEN =
      CLibrary.link(
          "open", FunctionDescriptor.of(JAVA_INT, CLibrary.POINTER, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle CLOSE =
      CLibrary.link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);
  private static final MethodHandle READ =
      CLibrary.link(
          "read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, CLibrary.POINTER, JAVA_LONG), -1);
  private static final MethodHandle POLL =
      CLibrary.link(
          "poll", FunctionDescriptor.of(JAVA_INT, CLibrary.POINTER, JAVA_LONG, JAVA_INT), -1);

  private FileCalls() {}

  /** O_NOFOLLOW, which arm64 numbers its own way (arch/arm64/include/uapi/asm/fcntl.h). */
  public static int noFollowFlag() {
    return System.getProperty("os.arch", "").equals("aarch64") ? 0x8000 : 0x20000;
  }

  /** Opens a file; the descriptor or minus the errno. */
  public static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags, 0);
      return (int) CLibrary.result(fd, state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("open", t);
    }
  }

  /** Closes a descriptor; 0 or minus the errno. */
  public static int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      return (int) CLibrary.result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("close", t);
    }
  }

  /** Reads into the whole of a segment; bytes read, 0 at the end, or minus the errno. */
  public static long read(int fd, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      return CLibrary.result((long) READ.invokeExact(state, fd, into, into.byteSize()), state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("read", t);
    }
  }

  /**
   * Waits for one of an array of {@code struct pollfd}; how many have events, 0 after the timeout,
   * or minus the errno (EINTR included).
   */
  public static int poll(MemorySegment pollFds, int count, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      int ready = (int) POLL.invokeExact(state, pollFds, (long) count, timeoutMillis);
      return (int) CLibrary.result(ready, state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("poll", t);
    }
  }

  /** Fills entry {@code index} of an array of {@code struct pollfd}. */
  public static void setPollFd(MemorySegment pollFds, int index, int fd, int events) {
    long at = (long) index * POLLFD_BYTES;
    pollFds.set(JAVA_INT, at, fd);
    pollFds.set(JAVA_SHORT, at + 4, (short) events);
    pollFds.set(JAVA_SHORT, at + 6, (short) 0);
  }

  /** What happened to entry {@code index} in the last poll. */
  public static int pollEvents(MemorySegment pollFds, int index) {
    return pollFds.get(JAVA_SHORT, (long) index * POLLFD_BYTES + 6);
  }
}
