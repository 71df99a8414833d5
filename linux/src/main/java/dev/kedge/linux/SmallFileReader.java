package dev.kedge.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Reads the beginning of thousands of small files in a row with the same memory: no garbage, three
 * system calls each. One thread at a time.
 */
public final class SmallFileReader implements AutoCloseable {
  private static final int PATH_BYTES = 4096;

  private static final MethodHandle OPEN =
      CLibrary.link(
          "open", FunctionDescriptor.of(JAVA_INT, CLibrary.POINTER, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle READ =
      CLibrary.link(
          "read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, CLibrary.POINTER, JAVA_LONG), -1);
  private static final MethodHandle CLOSE =
      CLibrary.link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment errorState = CLibrary.newErrorState(arena);
  private final MemorySegment path = arena.allocate(PATH_BYTES);
  private final MemorySegment content;

  /** A reader of at most {@code bytes} of each file. */
  public SmallFileReader(int bytes) {
    content = arena.allocate(bytes);
  }

  /** Reads a file into the buffer; how many bytes, or minus the errno. */
  public int read(String file, byte[] into) {
    byte[] name = file.getBytes(StandardCharsets.UTF_8);
    if (name.length >= PATH_BYTES) {
      return -Errno.ENOENT;
    }
    MemorySegment.copy(name, 0, path, JAVA_BYTE, 0, name.length);
    path.set(JAVA_BYTE, name.length, (byte) 0);
    try {
      int fd =
          (int) OPEN.invokeExact(errorState, path, FileCalls.O_RDONLY | FileCalls.O_CLOEXEC, 0);
      if (fd < 0) {
        return -CLibrary.errno(errorState);
      }
      long wanted = Math.min(content.byteSize(), into.length);
      long read =
          CLibrary.result((long) READ.invokeExact(errorState, fd, content, wanted), errorState);
      int ignored = (int) CLOSE.invokeExact(errorState, fd);
      if (read > 0) {
        MemorySegment.copy(content, JAVA_BYTE, 0, into, 0, (int) read);
      }
      return (int) read;
    } catch (Throwable t) {
      throw CLibrary.unexpected("open, read or close", t);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
