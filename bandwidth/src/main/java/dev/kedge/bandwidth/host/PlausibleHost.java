package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.model.CgroupMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Makes up the snapshot of a large container host, for trying things out: pods with and without
 * limits, one or two containers each, unlimited containers below pod limits, JVMs with hundreds of
 * threads beside single-threaded helpers, a few of them far too tight. Counters fit together: usage
 * below the limit, throttled periods below periods, sums upwards. The same seed gives the same
 * host.
 */
public final class PlausibleHost {
  private static final long INTERVAL_NS = 30_000_000_000L;
  private static final long STEP_NS = 1_000_000_000L;
  private static final int CONTAINERS_PER_CPU = 10;

  private final SplittableRandom random;
  private final List<GroupSnapshot> groups = new ArrayList<>();

  private PlausibleHost(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** What a service is like: threads, part of its limit it wants, mean turn, kernel share. */
  private record Service(String name, int threads, double wants, long turnNs, double kernelShare) {}

  /** What became of one container. */
  private record Outcome(double usage, double throttledShare, double waiting) {}

  /**
   * The snapshot.
   *
   * @param containers 1 to 10,000
   * @throws BandwidthException for another number
   */
  public static HostSnapshot snapshot(int containers, long seed) {
    if (containers < 1 || containers > 10_000) {
      throw new BandwidthException("%d containers: expected 1 to 10000".formatted(containers));
    }
    return new PlausibleHost(seed).host(containers);
  }

  private HostSnapshot host(int containers) {
    int cpus = Math.clamp(containers / CONTAINERS_PER_CPU, 4, 256);
    List<List<GroupSnapshot>> pods = new ArrayList<>();
    for (int left = containers, pod = 0; left > 0; pod++) {
      int here = Math.min(left, random.nextInt(10) < 3 ? 2 : 1);
      pods.add(pod(pod, here));
      left -= here;
    }
    GroupSnapshot guaranteed = above("/kubepods", pods.stream().map(List::getFirst).toList());
    groups.add(above("/", List.of(guaranteed)));
    groups.add(guaranteed);
    pods.forEach(groups::addAll);
    return new HostSnapshot(
        "6.12.95",
        cpus,
        OptionalLong.of(4_000_000),
        OptionalLong.of(2_800_000),
        OptionalLong.of(5_000_000),
        CgroupMode.V2,
        Instant.ofEpochSecond(1_790_000_000),
        INTERVAL_NS,
        STEP_NS,
        groups,
        List.of());
  }

  /** A pod and its containers. */
  private List<GroupSnapshot> pod(int number, int containers) {
    String path = "/kubepods/pod%04d".formatted(number);
    boolean podLimit = random.nextInt(10) < 6;
    boolean containerLimits = podLimit && random.nextInt(10) < 6;
    List<GroupSnapshot> inside = new ArrayList<>();
    long quota = 0;
    boolean tight = false;
    for (int i = 0; i < containers; i++) {
      long cpus100 = new long[] {10, 20, 50, 100, 200, 400}[random.nextInt(6)];
      Service service = service(cpus100 / 100.0);
      tight |= service.wants() > 1;
      quota += cpus100 * 1_000;
      CpuLimit limit = containerLimits ? CpuLimit.of(cpus100 * 1_000, 100_000) : CpuLimit.NONE;
      // Without a limit of its own a container is held by its pod's, which is the same here.
      double allowed = podLimit ? cpus100 / 100.0 : Double.POSITIVE_INFINITY;
      inside.add(
          container(path + "/" + service.name() + i, limit, cpus100 / 100.0, allowed, service));
    }
    CpuLimit limit = podLimit ? CpuLimit.of(quota, 100_000) : CpuLimit.NONE;
    List<GroupSnapshot> pod = new ArrayList<>();
    pod.add(podGroup(path, limit, inside, tight && !containerLimits));
    pod.addAll(inside);
    return pod;
  }

  private Service service(double cpus) {
    int kind = random.nextInt(100);
    double wants = random.nextInt(100) < 4 ? 1.1 + random.nextDouble() : random.nextDouble() * 0.6;
    if (kind < 30) {
      return new Service("jvm", 40 + random.nextInt(260), wants, 400_000, 0.1);
    }
    if (kind < 55) {
      return new Service("go", 8 + random.nextInt(30), wants, 150_000, 0.2);
    }
    if (kind < 80) {
      return new Service("worker", 1 + random.nextInt(4), wants, 3_000_000, 0.15);
    }
    return new Service("sidecar", 2 + random.nextInt(8), Math.min(wants, 0.3) * cpus, 80_000, 0.4);
  }

  private GroupSnapshot container(
      String path, CpuLimit limit, double size, double allowed, Service service) {
    int active = Math.max(1, service.threads() / (1 + random.nextInt(4)));
    double wanted = Math.min(Math.max(0.002, service.wants() * size), active);
    Outcome outcome = outcome(wanted, allowed, active);
    Map<Counter, Long> after = counters(outcome, service.kernelShare(), limit.limited());
    long run = Math.round(outcome.usage() * INTERVAL_NS);
    after.put(Counter.RUN, run);
    after.put(Counter.UNHINDERED, Math.round(wanted * INTERVAL_NS));
    after.put(Counter.WAIT, Math.round(outcome.waiting() * INTERVAL_NS));
    after.put(Counter.TIMESLICES, Math.max(1, run / service.turnNs()));
    long busiest = Math.min(INTERVAL_NS, Math.min(run, 4 * run / active));
    return group(
        path, limit, shares(size), new ThreadActivity(service.threads(), active, busiest), after);
  }

  /** Use and throttling of something that wants so much of what it is allowed. */
  private Outcome outcome(double wanted, double allowed, int active) {
    double usage = Math.min(wanted, allowed);
    if (wanted > allowed) {
      double waiting = Math.min(active, (wanted - allowed) * 2 + 0.2);
      return new Outcome(usage, 0.9 + 0.1 * random.nextDouble(), waiting);
    }
    boolean bursts = wanted > 0.3 * allowed && random.nextInt(3) == 0;
    double share = bursts ? 0.15 * random.nextDouble() : 0;
    return new Outcome(usage, share, 0.02 * usage + share * Math.min(active, 4) * 0.3);
  }

  private Map<Counter, Long> counters(Outcome outcome, double kernelShare, boolean limited) {
    Map<Counter, Long> values = new EnumMap<>(Counter.class);
    long usage = Math.round(outcome.usage() * INTERVAL_NS);
    long system = Math.round(usage * kernelShare);
    values.put(Counter.USAGE, usage);
    values.put(Counter.SYSTEM, system);
    values.put(Counter.USER, usage - system);
    values.put(Counter.PRESSURE_SOME, Math.round(Math.min(1, outcome.waiting()) * INTERVAL_NS));
    if (limited) {
      throttling(values, outcome);
    }
    return values;
  }

  private static void throttling(Map<Counter, Long> values, Outcome outcome) {
    long periods = INTERVAL_NS / 100_000_000;
    long throttled = Math.round(periods * outcome.throttledShare());
    values.put(Counter.PERIODS, periods);
    values.put(Counter.THROTTLED_PERIODS, throttled);
    values.put(Counter.THROTTLED, throttled == 0 ? 0 : Math.round(outcome.waiting() * INTERVAL_NS));
    values.put(Counter.BURSTS, 0L);
    values.put(Counter.BURST, 0L);
  }

  private GroupSnapshot podGroup(
      String path, CpuLimit limit, List<GroupSnapshot> inside, boolean tight) {
    Map<Counter, Long> after = sum(inside);
    double usage = (double) after.getOrDefault(Counter.USAGE, 0L) / INTERVAL_NS;
    if (limit.limited()) {
      double waiting =
          inside.stream().mapToDouble(one -> one.after().orZero(Counter.WAIT)).sum() / INTERVAL_NS;
      boolean own = tight && inside.stream().noneMatch(one -> one.limit().limited());
      double share = own ? 0.9 + 0.1 * random.nextDouble() : 0;
      throttling(after, new Outcome(usage, share, waiting));
    }
    int shares = inside.stream().mapToInt(GroupSnapshot::shares).sum();
    return group(path, limit, shares, ThreadActivity.NONE, after);
  }

  private GroupSnapshot above(String path, List<GroupSnapshot> inside) {
    return group(path, CpuLimit.NONE, 1024, ThreadActivity.NONE, sum(inside));
  }

  private static Map<Counter, Long> sum(List<GroupSnapshot> inside) {
    Map<Counter, Long> sum = new EnumMap<>(Counter.class);
    for (Counter counter : List.of(Counter.USAGE, Counter.USER, Counter.SYSTEM)) {
      sum.put(counter, inside.stream().mapToLong(group -> group.after().orZero(counter)).sum());
    }
    return sum;
  }

  private GroupSnapshot group(
      String path, CpuLimit limit, int shares, ThreadActivity threads, Map<Counter, Long> growth) {
    Map<Counter, Long> before = new EnumMap<>(Counter.class);
    growth.forEach((counter, value) -> before.put(counter, 0L));
    return new GroupSnapshot(
        path,
        limit,
        shares,
        false,
        threads,
        CpuSet.ALL,
        new CounterReading(before),
        new CounterReading(growth),
        limit.limited() ? steps(growth.getOrDefault(Counter.USAGE, 0L)) : List.of());
  }

  private List<Long> steps(long usage) {
    List<Long> steps = new ArrayList<>();
    long each = usage / (INTERVAL_NS / STEP_NS);
    for (int i = 0; i < INTERVAL_NS / STEP_NS; i++) {
      steps.add(Math.round(each * (0.8 + 0.4 * random.nextDouble())));
    }
    return steps;
  }

  private static int shares(double cpus) {
    return (int) Math.max(2, Math.round(1024 * cpus));
  }
}
