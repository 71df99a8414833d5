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

  Run perf() throws IOException, InterruptedException {
    Path data = scratch.resolve("perf.data");
    Path log = scratch.resolve("perf.log");
    long before = ChildCpu.nanos();
    long rss =
        watch(
            log,
            List.of(
                "perf",
                "record",
                "-F",
                String.valueOf(frequency),
                "-a",
                "-g",
                "-e",
                "cpu-clock",
                "-o",
                data.toString(),
                "--",
                "sleep",
                String.valueOf(seconds)));
    long cpu = ChildCpu.nanos() - before;
    Matcher samples = PERF_SAMPLES.matcher(Files.readString(log));
    if (!samples.find()) {
      throw new IOException("perf did not say how many samples it took; see " + log);
    }
    return new Run(
        "perf record -F %d -a -g".formatted(frequency),
        Long.parseLong(samples.group(1)),
        0,
        cpu,
        cpu,
        rss,
        Files.size(data));
  }

  Run kedge() throws IOException, InterruptedException {
    Path stats = scratch.resolve("stats.json");
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
            scratch.resolve("kedge.pb.gz").toString(),
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
        json.get("storedBytes").asLong());
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
