package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.CounterReading;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.ThreadActivity;
import dev.kedge.linux.HostIdentityReader;
import dev.kedge.linux.cgroup.CpuGroup;
import dev.kedge.linux.cgroup.CpuGroupObserver;
import dev.kedge.linux.cgroup.GroupSettings;
import dev.kedge.linux.cgroup.GroupThreads;
import dev.kedge.linux.cgroup.GroupUse;
import dev.kedge.linux.proc.SchedulerSettings;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Printable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Takes a snapshot of the host this runs on. */
final class LiveSnapshot {
  private static final int MAX_THREADS = 100_000;
  private static final long SHORTEST_STEP_NS = 100_000_000;

  private final Path root;
  private final InstantSource clock;
  private final List<String> unread = new ArrayList<>();

  /**
   * Nothing is read yet.
   *
   * @param root the directory above {@code /proc}, {@code /sys} and {@code /boot}
   */
  LiveSnapshot(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /** Observes the host for so long; blocks meanwhile. */
  HostSnapshot take(Duration interval) throws InterruptedException {
    Path proc = root.resolve("proc");
    Path sys = root.resolve("sys");
    HostIdentity identity = new HostIdentityReader(proc, sys).read();
    String release = identity.kernel().toString();
    SchedulerSettings settings = SchedulerSettings.read(root, release);
    noteMissing(settings);
    try (CpuGroupObserver observer =
        new CpuGroupObserver(proc, sys, HostSnapshot.MAX_GROUPS, MAX_THREADS)) {
      long start = System.nanoTime();
      observer.begin();
      long step = step(interval, observer.limitedGroups());
      int steps = Math.toIntExact(interval.toNanos() / step);
      for (int i = 1; i <= steps; i++) {
        sleepUntil(start + i * step);
        observer.step();
      }
      sleepUntil(start + interval.toNanos());
      long took = System.nanoTime() - start;
      List<CpuGroup> observed = observer.end(took);
      Instant at = clock.instant();
      List<GroupSnapshot> groups = groups(observed, identity.cpus());
      unread.addAll(observer.unread());
      return new HostSnapshot(
          release,
          identity.cpus(),
          settings.tickNanos(),
          settings.baseSliceNanos(),
          settings.bandwidthSliceNanos(),
          identity.cgroupMode(),
          at,
          took,
          step,
          groups,
          unread);
    }
  }

  private void noteMissing(SchedulerSettings settings) {
    if (settings.tickNanos().isEmpty()) {
      unread.add("CONFIG_HZ is not known: no kernel configuration is readable; 250 is assumed");
    }
    if (settings.baseSliceNanos().isEmpty()) {
      unread.add("base_slice_ns is not readable (debugfs, root): the kernel's default is assumed");
    }
  }

  /** At most a thousand files a second, and a thousand steps. */
  private static long step(Duration interval, int limited) {
    long byCost = limited * 1_000_000L;
    long byCount = interval.toNanos() / HostSnapshot.MAX_STEPS;
    long step = Math.max(SHORTEST_STEP_NS, Math.max(byCost, byCount));
    return Math.min(step, interval.toNanos());
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /** Groups whose parents vanished meanwhile go with them. */
  private List<GroupSnapshot> groups(List<CpuGroup> observed, int cpus) {
    Set<String> present = new HashSet<>(Set.of("/"));
    List<GroupSnapshot> groups = new ArrayList<>(observed.size());
    for (CpuGroup group : observed) {
      GroupSnapshot converted = group(group, cpus);
      if (present.contains(converted.parent())) {
        present.add(converted.path());
        groups.add(converted);
      }
    }
    return groups;
  }

  private GroupSnapshot group(CpuGroup group, int cpus) {
    GroupThreads threads = group.threads();
    Map<Counter, Long> before = counters(group.before());
    Map<Counter, Long> after = counters(group.after());
    if (threads.measured()) {
      growth(Counter.RUN, threads.runNanos(), before, after);
      growth(Counter.UNHINDERED, threads.unhinderedNanos(), before, after);
      growth(Counter.WAIT, threads.waitNanos(), before, after);
      growth(Counter.TIMESLICES, threads.timeslices(), before, after);
    }
    return new GroupSnapshot(
        group.path(),
        limit(group),
        group.settings().shares(),
        group.settings().idle(),
        threads.measured()
            ? new ThreadActivity(threads.count(), threads.active(), threads.busiestNanos())
            : ThreadActivity.counted(threads.count()),
        cpus(group, cpus),
        new CounterReading(before),
        new CounterReading(after),
        group.usageSteps());
  }

  private CpuLimit limit(CpuGroup group) {
    GroupSettings settings = group.settings();
    try {
      return new CpuLimit(settings.quotaMicros(), settings.periodMicros(), settings.burstMicros());
    } catch (BandwidthException e) {
      unread.add(
          Printable.of(group.path(), 200) + ": its limit is not understood: " + e.getMessage());
      return CpuLimit.NONE;
    }
  }

  /** Where the group may run, unless that is everywhere. */
  private CpuSet cpus(CpuGroup group, int cpus) {
    if (group.allowedCpus().isEmpty()) {
      return CpuSet.ALL;
    }
    try {
      CpuSet allowed = CpuSet.parse(group.allowedCpus());
      for (int cpu = 0; cpu < cpus; cpu++) {
        if (!allowed.contains(cpu)) {
          return allowed;
        }
      }
      return CpuSet.ALL;
    } catch (BandwidthException e) {
      unread.add(Printable.of(group.path(), 200) + ": its CPUs: " + e.getMessage());
      return CpuSet.ALL;
    }
  }

  private static void growth(
      Counter counter, long value, Map<Counter, Long> before, Map<Counter, Long> after) {
    before.put(counter, 0L);
    after.put(counter, value);
  }

  private static Map<Counter, Long> counters(GroupUse use) {
    Map<Counter, Long> values = new EnumMap<>(Counter.class);
    put(values, Counter.USAGE, use.usageNanos());
    put(values, Counter.USER, use.userNanos());
    put(values, Counter.SYSTEM, use.systemNanos());
    put(values, Counter.PERIODS, use.periods());
    put(values, Counter.THROTTLED_PERIODS, use.throttledPeriods());
    put(values, Counter.THROTTLED, use.throttledNanos());
    put(values, Counter.BURSTS, use.bursts());
    put(values, Counter.BURST, use.burstNanos());
    put(values, Counter.THROTTLED_LOCAL, use.localNanos());
    put(values, Counter.PRESSURE_SOME, use.pressureSomeNanos());
    put(values, Counter.PRESSURE_FULL, use.pressureFullNanos());
    return values;
  }

  private static void put(Map<Counter, Long> values, Counter counter, OptionalLong value) {
    value.ifPresent(number -> values.put(counter, Math.max(0, number)));
  }
}
