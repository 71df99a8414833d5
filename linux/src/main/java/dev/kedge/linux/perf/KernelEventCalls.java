package dev.kedge.linux.perf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kedge.linux.CLibrary;
import dev.kedge.linux.FileCalls;
import dev.kedge.linux.LinuxException;
import dev.kedge.linux.MemoryCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The real system calls: {@code syscall(perf_event_open)}, {@code ioctl}, {@code mmap}. */
final class KernelEventCalls implements EventCalls {
  private static final long FLAG_FD_CLOEXEC = 8;
  private static final long IOC_ENABLE = 0x2400;
  private static final long IOC_REFRESH = 0x2402;
  private static final long IOC_SET_OUTPUT = 0x2405;

  /** {@code _IOR('$', 7, __u64 *)}: the size in it is that of a pointer. */
  private static final long IOC_ID = 0x8008_2407L;

  /** {@code _IOW('$', 6, char *)}. */
  private static final long IOC_SET_FILTER = 0x4008_2406L;

  private static final MethodHandle SYSCALL =
      CLibrary.link(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, CLibrary.POINTER, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          1);
  private static final MethodHandle IOCTL =
      CLibrary.link("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), 2);

  private final long systemCall = number(System.getProperty("os.arch", ""));

  /** The number of perf_event_open on an architecture named as {@code os.arch} does. */
  static long number(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> 298;
      case "aarch64", "riscv64" -> 241;
      case "ppc64le" -> 319;
      default ->
          throw new LinuxException(
              "no system call number of perf_event_open for architecture " + architecture);
    };
  }

  @Override
  public int open(EventAttributes attributes, int tid, int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      MemorySegment attr = attributes.encode(arena);
      long fd = (long) SYSCALL.invokeExact(state, systemCall, attr, tid, cpu, -1, FLAG_FD_CLOEXEC);
      return (int) CLibrary.result(fd, state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("perf_event_open", t);
    }
  }

  @Override
  public int setOutput(int fd, int ringFd) {
    return ioctl(fd, IOC_SET_OUTPUT, ringFd);
  }

  @Override
  public int enable(int fd) {
    return ioctl(fd, IOC_ENABLE, 0);
  }

  @Override
  public int setFilter(int fd, String filter) {
    try (Arena arena = Arena.ofConfined()) {
      return ioctl(fd, IOC_SET_FILTER, arena.allocateFrom(filter).address());
    }
  }

  @Override
  public int refresh(int fd, int samples) {
    return ioctl(fd, IOC_REFRESH, samples);
  }

  @Override
  public long id(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment id = arena.allocate(JAVA_LONG);
      return ioctl(fd, IOC_ID, id.address()) < 0 ? 0 : id.get(JAVA_LONG, 0);
    }
  }

  private static int ioctl(int fd, long request, long argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      return (int) CLibrary.result((int) IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable t) {
      throw CLibrary.unexpected("ioctl", t);
    }
  }

  @Override
  public long map(int fd, int ringBytes) {
    return MemoryCalls.mapShared(fd, (long) MemoryCalls.pageSize() + ringBytes);
  }

  @Override
  public int close(int fd) {
    return FileCalls.close(fd);
  }
}
