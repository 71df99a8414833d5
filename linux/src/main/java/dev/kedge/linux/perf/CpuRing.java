package dev.kedge.linux.perf;

import dev.kedge.linux.Errno;
import dev.kedge.linux.MemoryCalls;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The event that owns the ring of one CPU, and the ring. */
final class CpuRing implements AutoCloseable {
  private final EventCalls calls;
  private final Arena arena = Arena.ofShared();
  private final int cpu;
  private final int fd;
  private final List<Integer> others = new ArrayList<>();
  private final int ringBytes;
  private final PerfRing ring;

  private CpuRing(EventCalls calls, int cpu, int fd, int ringBytes, long address) {
    this.calls = calls;
    this.cpu = cpu;
    this.fd = fd;
    this.ringBytes = ringBytes;
    int page = MemoryCalls.pageSize();
    ring = new PerfRing(MemoryCalls.view(address, (long) page + ringBytes, arena), page);
  }

  /** A ring, or the errno for which there is none. */
  sealed interface Opening {
    /** It is open and counting. */
    record Opened(CpuRing ring) implements Opening {}

    /** The kernel refused. */
    record Refused(String call, int errno) implements Opening {}
  }

  /**
   * Opens and enables the event of a CPU and maps its ring, a smaller one where the locked-memory
   * limit demands it.
   */
  static Opening open(EventCalls calls, EventAttributes attributes, int tid, int cpu, int bytes) {
    int fd = calls.open(attributes, tid, cpu);
    if (fd < 0) {
      return new Opening.Refused("perf_event_open", -fd);
    }
    int page = MemoryCalls.pageSize();
    int ringBytes = Math.max(bytes, page);
    long address = calls.map(fd, ringBytes);
    while (notEnough(address) && ringBytes > page) {
      ringBytes /= 2;
      address = calls.map(fd, ringBytes);
    }
    if (refused(address)) {
      calls.close(fd);
      return new Opening.Refused("mmap of the perf ring", (int) -address);
    }
    CpuRing opened = new CpuRing(calls, cpu, fd, ringBytes, address);
    int enabled = calls.enable(fd);
    if (enabled < 0) {
      opened.close();
      return new Opening.Refused("PERF_EVENT_IOC_ENABLE", -enabled);
    }
    return new Opening.Opened(opened);
  }

  /**
   * Opens and enables another event of the same CPU that writes into this ring.
   *
   * @return the number its samples carry, or minus the errno
   */
  long add(EventAttributes attributes) {
    int other = attach(attributes);
    if (other < 0) {
      return other;
    }
    others.add(other);
    int failed = calls.enable(other);
    return failed < 0 ? failed : calls.id(other);
  }

  /**
   * Opens another event of the same CPU that writes into this ring, not enabled, for the caller to
   * close.
   *
   * @return its descriptor, or minus the errno
   */
  int attach(EventAttributes attributes) {
    int other = calls.open(attributes, -1, cpu);
    if (other < 0) {
      return other;
    }
    int failed = calls.setOutput(other, fd);
    if (failed < 0) {
      calls.close(other);
      return failed;
    }
    return other;
  }

  private static boolean refused(long address) {
    return address < 0 && address > -4096;
  }

  private static boolean notEnough(long address) {
    return address == -Errno.EPERM || address == -Errno.ENOMEM;
  }

  int cpu() {
    return cpu;
  }

  int fd() {
    return fd;
  }

  int ringBytes() {
    return ringBytes;
  }

  PerfRing ring() {
    return ring;
  }

  @Override
  public void close() {
    arena.close();
    others.forEach(calls::close);
    calls.close(fd);
  }
}
