package dev.kedge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of child processes that have ended, from fields 16 and 17 ({@code cutime}, {@code
 * cstime}) of {@code /proc/self/stat}: exact to the kernel's clock tick, grandchildren they waited
 * for included.
 */
final class ChildCpu {
  private static final long NANOS_PER_TICK = 10_000_000;

  private ChildCpu() {}

  /** CPU time of all children of this process so far, in nanoseconds. */
  static long nanos() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * NANOS_PER_TICK;
  }
}
