package dev.kedge.linux.cgroup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kedge.linux.KernelFile;
import dev.kedge.linux.SmallFileReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Run and wait times of threads from {@code /proc/TID/schedstat}: nanoseconds on a CPU, nanoseconds
 * runnable without one, times put on one (proc_pid_schedstat). One thread at a time.
 */
final class ThreadClock implements AutoCloseable {
  private static final int BYTES = 128;

  private final Path procRoot;
  private final SmallFileReader files = new SmallFileReader(BYTES);
  private final byte[] buffer = new byte[BYTES];

  /** Totals of one thread since it started. */
  record Times(long runNanos, long waitNanos, long timeslices) {
    static final Times START = new Times(0, 0, 0);
  }

  ThreadClock(Path procRoot) {
    this.procRoot = procRoot;
  }

  /** The totals; empty when the thread is gone, or the kernel does not keep them. */
  Optional<Times> read(int tid) {
    int length = files.read(procRoot + "/" + tid + "/schedstat", buffer);
    return length <= 0 ? Optional.empty() : parse(new String(buffer, 0, length, US_ASCII));
  }

  static Optional<Times> parse(String text) {
    String[] fields = text.strip().split(" ", 4);
    if (fields.length != 3) {
      return Optional.empty();
    }
    try {
      Times times =
          new Times(
              Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
      return times.runNanos < 0 || times.waitNanos < 0 || times.timeslices < 0
          ? Optional.empty()
          : Optional.of(times);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Where a thread may run, as {@code Cpus_allowed_list} says it. */
  Optional<String> allowedCpus(int tid) {
    return KernelFile.text(procRoot.resolve(Integer.toString(tid)).resolve("status"))
        .flatMap(status ->
            status
                .lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst());
  }

  @Override
  public void close() {
    files.close();
  }
}
