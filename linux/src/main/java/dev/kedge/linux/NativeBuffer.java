package dev.kedge.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Bytes outside the heap that grow at the end. One thread at a time. */
final class NativeBuffer implements AutoCloseable {
  private static final long FIRST = 1 << 16;

  private Arena arena = Arena.ofConfined();
  private MemorySegment bytes = MemorySegment.NULL;
  private long length;

  /** Makes room for so many bytes more and gives the offset of the first. */
  long append(long more) {
    long at = length;
    length += more;
    if (length > bytes.byteSize()) {
      grow(at);
    }
    return at;
  }

  /** The arena opened here is closed by the next growth or by {@link #close}. */
  @SuppressWarnings("MustBeClosedChecker")
  private void grow(long used) {
    Arena outgrown = arena;
    arena = Arena.ofConfined();
    long room = Math.max(FIRST, Math.max(length, bytes.byteSize() + bytes.byteSize() / 2));
    MemorySegment copy = arena.allocate(room, Long.BYTES);
    MemorySegment.copy(bytes, 0, copy, 0, used);
    outgrown.close();
    bytes = copy;
  }

  /** What is there now; not valid any more when the buffer grows. */
  MemorySegment bytes() {
    return bytes;
  }

  long length() {
    return length;
  }

  @Override
  public void close() {
    arena.close();
  }
}
