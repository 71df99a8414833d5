package dev.kedge.bench;

import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How much log a thread parses in a second of its processor time, which other load on the machine
 * changes less than it does the clock's: ordinary lines, lines that all begin a report, and the
 * logs of a folder. {@code bench/report-speed [FOLDER]} runs it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ReportSpeed {
  private static final String FOLDER = "folder";
  private static final int BYTES = 1_000_000;
  private static final String[] HEADERS = {
    "WARNING: number %d of its kind",
    "BUG: KASAN: slab-use-after-free in lamp_trim%d+0x1/0x2",
    "INFO: task wick:%d blocked for more than 120 seconds.",
    "BUG: unable to handle page fault for address: ffff%08x"
  };

  /** Ordinary lines, headers of 1 to 5000 callers in turn, or the logs of {@link #directory}. */
  @Param({"ordinary", "headers-1", "headers-64", "headers-500", "headers-5000"})
  public String input = "";

  /** Logs for the input "folder". */
  @Param("")
  public String directory = "";

  private final ReportParser parser = new ReportParser();
  private final List<byte[]> logs = new ArrayList<>();

  /** What the calls of a run add up to: JMH sums the public fields of such a class. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Amount {
    /** Millions of bytes parsed. */
    public double megabytes;

    /** Processor time of the thread that parsed them. */
    public double processorSeconds;
  }

  /** Runs all inputs, and the logs of the folder that is the argument, and prints a table. */
  public static void main(String[] args) throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder().include(ReportSpeed.class.getSimpleName());
    List<RunResult> results = new ArrayList<>(new Runner(options.build()).run());
    if (args.length > 0) {
      options.param("input", FOLDER).param("directory", args[0]);
      results.addAll(new Runner(options.build()).run());
    }
    System.out.printf("%n%-14s %8s%n", "input", "MB/s");
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "%-14s %8.1f%n",
          result.getParams().getParam("input"),
          sum(result, "megabytes") / sum(result, "processorSeconds"));
    }
  }

  private static double sum(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name).getScore();
  }

  /** Makes or reads the input. */
  @Setup
  public void prepare() throws IOException {
    if (input.equals(FOLDER)) {
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          logs.add(Files.readAllBytes(file));
        }
      }
    } else if (input.startsWith("headers-")) {
      logs.add(headers(Integer.parseInt(input.substring("headers-".length()))));
    } else {
      logs.add(lines(100, "eth0: an ordinary line, number %d of its log"));
    }
  }

  /** Parses all of the input. */
  @Benchmark
  public int parse(Amount amount) {
    int reports = 0;
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (byte[] log : logs) {
      List<KernelReport> found = parser.parse(log);
      reports += found.size();
      amount.megabytes += log.length / 1e6;
    }
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    amount.processorSeconds += (end - start) / 1e9;
    return reports;
  }

  private static byte[] headers(int callers) {
    return lines(callers, HEADERS);
  }

  private static byte[] lines(int callers, String... texts) {
    StringBuilder log = new StringBuilder(BYTES + 200);
    for (int i = 0; log.length() < BYTES; i++) {
      String caller = "T" + i % callers;
      log.append("[%5d.%06d][%6s] ".formatted(i / 1000, i % 1000 * 1000, caller))
          .append(texts[i % texts.length].formatted(i))
          .append('\n');
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }
}
