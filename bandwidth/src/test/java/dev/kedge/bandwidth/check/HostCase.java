package dev.kedge.bandwidth.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.ThreadActivity;
import dev.kedge.model.CgroupMode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A host of the table {@code limits.cases}, and what is to be found on it. */
record HostCase(String name, HostSnapshot host, List<String> expected) {

  @Override
  public String toString() {
    return name;
  }

  static HostSnapshot host(
      String release, int cpus, long tickUs, CgroupMode mode, List<GroupSnapshot> groups) {
    return new HostSnapshot(
        release,
        cpus,
        OptionalLong.of(tickUs * 1_000),
        OptionalLong.empty(),
        OptionalLong.empty(),
        mode,
        Instant.EPOCH,
        1_000_000_000,
        0,
        groups,
        List.of());
  }

  static GroupSnapshot group(
      String path, CpuLimit limit, ThreadActivity threads, CpuSet cpus, CounterReading counters) {
    return new GroupSnapshot(
        path, limit, 1024, false, threads, cpus, CounterReading.NONE, counters, List.of());
  }

  static List<HostCase> read() throws IOException {
    List<HostCase> cases = new ArrayList<>();
    try (InputStream in = HostCase.class.getResourceAsStream("limits.cases")) {
      for (String block : new String(in.readAllBytes(), UTF_8).split("(?m)^case ", -1)) {
        if (!block.startsWith("#")) {
          cases.add(parse(block.lines().filter(line -> !line.isBlank()).toList()));
        }
      }
    }
    return cases;
  }

  private static HostCase parse(List<String> lines) {
    List<String> host = Arrays.asList(lines.get(1).split(" ", -1));
    List<GroupSnapshot> groups = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      if (line.startsWith("group ")) {
        groups.add(group(Arrays.asList(line.split(" ", -1))));
      } else if (line.startsWith("find ")) {
        expected.add(line.substring(5));
      } else {
        throw new IllegalArgumentException(lines.getFirst() + ": " + line);
      }
    }
    return new HostCase(
        lines.getFirst(),
        host(
            host.get(1),
            Integer.parseInt(host.get(2)),
            Long.parseLong(host.get(3)),
            host.get(4).equals("v2") ? CgroupMode.V2 : CgroupMode.V1,
            groups),
        expected);
  }

  private static GroupSnapshot group(List<String> words) {
    Map<String, String> options = new HashMap<>();
    words.stream()
        .skip(4)
        .map(word -> word.split("=", 2))
        .forEach(pair -> options.put(pair[0], pair[1]));
    Map<Counter, Long> counters = new HashMap<>();
    Map.of(
            "periods", Counter.PERIODS,
            "throttled", Counter.THROTTLED_PERIODS,
            "bursts", Counter.BURSTS)
        .forEach((name, counter) -> {
          if (options.containsKey(name)) {
            counters.put(counter, Long.parseLong(options.get(name)));
          }
        });
    int threads = Integer.parseInt(options.getOrDefault("threads", "0"));
    String quota = words.get(2);
    return group(
        words.get(1),
        new CpuLimit(
            quota.equals("max") ? CpuLimit.UNLIMITED : Long.parseLong(quota),
            Long.parseLong(words.get(3)),
            Long.parseLong(options.getOrDefault("burst", "0"))),
        options.containsKey("active")
            ? new ThreadActivity(threads, Integer.parseInt(options.get("active")), 0)
            : ThreadActivity.counted(threads),
        options.containsKey("cpus") ? CpuSet.parse(options.get("cpus")) : CpuSet.ALL,
        new CounterReading(counters));
  }
}
