package dev.kedge.bench;

import dev.kedge.report.ReportParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many megabytes of log a thread parses in a second of its processor time, once it is warm:
 * {@code java ... dev.kedge.bench.ReportThroughput DIR} for the logs of a folder, and for ordinary
 * lines without a report.
 */
public final class ReportThroughput {
  private static final int ROUNDS = 30;
  private static final int ORDINARY_BYTES = 16_000_000;

  private ReportThroughput() {}

  /** Prints one line for the folder and one for ordinary lines. */
  public static void main(String[] args) throws IOException {
    List<byte[]> logs = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        logs.add(Files.readAllBytes(file));
      }
    }
    ReportParser parser = new ReportParser();
    print("logs of the folder", parser, logs);
    print("ordinary lines", parser, List.of(ordinary()));
  }

  private static void print(String name, ReportParser parser, List<byte[]> logs) {
    long bytes = logs.stream().mapToLong(log -> log.length).sum();
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = processorNanos();
      logs.forEach(parser::parse);
      best = Math.max(best, bytes / 1e6 / ((processorNanos() - start) / 1e9));
    }
    System.out.printf(Locale.ROOT, "%-20s %8.2f MB %8.1f MB/s%n", name, bytes / 1e6, best);
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] ordinary() {
    StringBuilder log = new StringBuilder(ORDINARY_BYTES + 200);
    for (int i = 0; log.length() < ORDINARY_BYTES; i++) {
      log.append(
          "[%5d.%06d][ T%d] eth0: an ordinary line, number %d of its log%n"
              .formatted(i / 100, i % 1_000_000, i * 31 % 100, i));
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }
}
