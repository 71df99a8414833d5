package dev.kedge.linux.kmsg;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.kedge.linux.FileCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The real device, opened without blocking: one {@code read} gives one record (devkmsg_read,
 * kernel/printk/printk.c).
 */
final class KmsgDevice implements KmsgSource {
  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(KmsgReader.RECORD_BYTES);
  private final MemorySegment pollFd = arena.allocate(FileCalls.POLLFD_BYTES, 8);

  /** Takes over an open descriptor. */
  KmsgDevice(int fd) {
    this.fd = fd;
  }

  @Override
  public boolean await(int timeoutMillis) {
    FileCalls.setPollFd(pollFd, 0, fd, FileCalls.POLLIN);
    return FileCalls.poll(pollFd, 1, timeoutMillis) > 0;
  }

  @Override
  public int read(byte[] into) {
    int read = (int) FileCalls.read(fd, buffer);
    if (read > 0) {
      MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, read);
    }
    return read;
  }

  @Override
  public void close() {
    FileCalls.close(fd);
    arena.close();
  }
}
