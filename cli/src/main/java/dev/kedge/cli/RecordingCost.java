package dev.kedge.cli;

import dev.kedge.agent.ProfileCounters;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.OwnCost;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a recording cost: its process's CPU and memory up to the end of sampling, and the bytes a
 * profile store keeps for it, found by running the windows through a real store.
 */
final class RecordingCost {
  private final long startCpuNanos = own().cpu().toNanos();
  private long cpuNanos;
  private long peakRssBytes;

  private RecordingCost() {}

  static RecordingCost start() {
    return new RecordingCost();
  }

  /** Sampling has ended: what comes after is not the profiler's cost. */
  void stop() {
    OwnCost end = own();
    cpuNanos = end.cpu().toNanos();
    peakRssBytes = end.peakRssBytes();
  }

  private static OwnCost own() {
    return new HostCounters(Path.of("/proc"))
        .ownCost()
        .orElseThrow(() -> new IllegalStateException("/proc/self/stat cannot be read"));
  }

  /** The same samples as if neither their times nor their CPUs and threads were kept. */
  private static List<ProfileWindow> withoutTimes(List<ProfileWindow> windows) {
    return windows.stream().map(RecordingCost::withoutTimes).toList();
  }

  private static ProfileWindow withoutTimes(ProfileWindow window) {
    Map<SampleCount, Long> counts = new LinkedHashMap<>();
    for (SampleCount sample : window.samples()) {
      counts.merge(
          new SampleCount(sample.stackId(), sample.pid(), sample.command(), sample.cgroup(), 1),
          sample.count(),
          Long::sum);
    }
    List<SampleCount> rows = new ArrayList<>();
    counts.forEach((row, count) ->
        rows.add(new SampleCount(row.stackId(), row.pid(), row.command(), row.cgroup(), count)));
    return window.withSamples(rows);
  }

  /** From the start of this process, as the kernel's ticks tell it, to the start of sampling. */
  private static long startNanos(Profile profile) {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, profile.range().start()).toNanos())
        .orElse(0L);
  }

  /** The statistics file, see docs/profiling.md. */
  String json(Profile profile, ProfileCounters counters, List<ProfileWindow> windows)
      throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("durationNs", profile.range().duration().toNanos());
    object.put("startNs", startNanos(profile));
    object.put("samples", counters.samples());
    object.put("lost", counters.lost());
    object.put("userStacks", counters.userStacks());
    object.put("completeUserStacks", counters.completeUserStacks());
    object.put("truncatedStacks", counters.truncatedStacks());
    object.put("agentCpuNs", cpuNanos);
    object.put("samplingCpuNs", cpuNanos - startCpuNanos);
    object.put("maxRssBytes", peakRssBytes);
    object.put("storedBytes", StoredSize.bytes(windows));
    object.put("storedBytesWithoutTimes", StoredSize.bytes(withoutTimes(windows)));
    return JsonMapper.builder().build().writeValueAsString(object) + "\n";
  }
}
