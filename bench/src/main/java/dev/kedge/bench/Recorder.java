package dev.kedge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs one recording with either tool and reads what it cost. */
final class Recorder {
  private static final Pattern PERF_SAMPLES = Pattern.compile("\\((\\d+) samples\\)");
  private static final Pattern BPFTRACE_SAMPLES = Pattern.compile("(?m)^@all: (\\d+)$");
  private static final Pattern PEAK_RSS = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final Path kedge;
  private final Path scratch;
  private final int frequency;
  private final int seconds;

  Recorder(Path kedge, Path scratch, int frequency, int seconds) {
    this.kedge = kedge;
    this.scratch = scratch;
    this.frequency = frequency;
    this.seconds = seconds;
  }

  /**
   * {@code perf record} with frame pointers ({@code fp}) or copies of the stack ({@code dwarf}).
   */
  Run perf(String callGraph) throws IOException, InterruptedException {
    Path data = scratch.resolve("perf.data");
    Path log = scratch.resolve("perf.log");
    String rate = String.valueOf(frequency);
    long before = ChildCpu.nanos();
    long rss =
        watch(
            log,
            List.of(
                "perf",
                "record",
                "-F",
                rate,
                "-a",
                "--call-graph",
                callGraph,
                "-e",
                "cpu-clock",
                "-o",
                data.toString(),
                "--",
                "sleep",
                String.valueOf(seconds)));
    long recorded = ChildCpu.nanos();
    Path text = scratch.resolve("perf.txt");
    watch(
        text,
        List.of(
            "perf", "script", "-i", data.toString(), "--no-inline", "-F", "comm,tid,time,ip,sym"));
    long read = ChildCpu.nanos();
    Matcher samples = PERF_SAMPLES.matcher(Files.readString(log));
    if (!samples.find()) {
      throw new IOException("perf did not say how many samples it took; see " + log);
    }
    return new Run(
        "perf record -F %d -a --call-graph %s".formatted(frequency, callGraph),
        Long.parseLong(samples.group(1)),
        0,
        recorded - before,
        recorded - before,
        rss,
        read - recorded,
        Files.size(data),
        LoadStacks.ofPerfScript(text));
  }

  /** bpftrace counting stacks in the kernel, with names printed at the end. */
  Run bpftrace() throws IOException, InterruptedException {
    Path text = scratch.resolve("bpftrace.txt");
    String program =
        "profile:hz:%d { @[kstack, ustack, comm] = count(); @all = count(); } interval:s:%d { exit(); }"
            .formatted(frequency, seconds);
    long before = ChildCpu.nanos();
    long rss = watch(text, List.of("bpftrace", "-e", program));
    long cpu = ChildCpu.nanos() - before;
    Matcher samples = BPFTRACE_SAMPLES.matcher(Files.readString(text));
    if (!samples.find()) {
      throw new IOException("bpftrace did not say how many samples it took; see " + text);
    }
    return new Run(
        "bpftrace profile:hz:%d".formatted(frequency),
        Long.parseLong(samples.group(1)),
        0,
        cpu,
        cpu,
        rss,
        0,
        Files.size(text),
        -1);
  }

  Run kedge() throws IOException, InterruptedException {
    Path stats = scratch.resolve("stats.json");
    Path out = scratch.resolve("kedge.folded");
    watch(
        scratch.resolve("kedge.log"),
        List.of(
            kedge.toString(),
            "profile",
            "record",
            "--duration",
            seconds + "s",
            "--frequency",
            String.valueOf(frequency),
            "--out",
            out.toString(),
            "--stats",
            stats.toString()));
    JsonNode json = JsonMapper.builder().build().readTree(Files.readString(stats));
    return new Run(
        "kedge profile record",
        json.get("samples").asLong(),
        json.get("lost").asLong(),
        json.get("agentCpuNs").asLong(),
        json.get("samplingCpuNs").asLong(),
        json.get("maxRssBytes").asLong(),
        0,
        json.get("storedBytes").asLong(),
        LoadStacks.ofFolded(out));
  }

  /** Runs a command to its end; the largest resident set its process had. */
  private static long watch(Path log, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, peakRss(process.pid()).orElse(peak));
      Thread.sleep(100);
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "%s ended with %d: %s"
              .formatted(command, process.exitValue(), Files.readString(log).strip()));
    }
    return peak;
  }

  private static Optional<Long> peakRss(long pid) {
    try {
      Matcher matcher = PEAK_RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return matcher.find()
          ? Optional.of(Long.parseLong(matcher.group(1)) * 1024)
          : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
