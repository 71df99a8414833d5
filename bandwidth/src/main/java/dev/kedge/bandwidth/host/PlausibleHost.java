package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
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
  private static final String KERNEL = "6.12.95";
  private static final long INTERVAL_NS = 10_000_000_000L;
  private static final long TICK_NS = 4_000_000;
  private static final long GATHERING_NS = 700_000_000;
  private static final long[] QUOTAS_US = {10_000, 20_000, 50_000, 100_000, 200_000, 400_000};
  private static final double TIGHT = 0.45;
  private static final int CONTAINERS_PER_CPU = 10;

  private final SplittableRandom random;
  private final List<GroupSnapshot> groups = new ArrayList<>();

  private PlausibleHost(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * What a service is like.
   *
   * @param wants part of its limit it would use if it could
   * @param turnNs CPU time between waking and sleeping
   * @param gathered whether its threads wake up together now and then, as a collector's do
   */
  private record Service(
      String name, int threads, double wants, long turnNs, double kernelShare, boolean gathered) {

    /** What its threads do when it owns so many CPUs of limit. */
    List<Workload> workloads(String path, double cpus) {
      double demand = Math.max(0.002, wants * cpus);
      int active = Math.clamp(Math.round(demand * 20), 1, Math.min(threads, 40));
      double each = Math.min(0.98, demand * (gathered ? 0.6 : 1) / active);
      long kernel = Math.round(turnNs * kernelShare);
      Step run = new Step.Run(new Span.Exponential(Math.max(1, turnNs - kernel)));
      Step inKernel =
          new Step.Kernel(new Span.Exponential(Math.max(1, kernel)), Preemption.VOLUNTARY);
      Step sleep = new Step.Sleep(new Span.Exponential(Math.round(turnNs * (1 / each - 1))));
      List<Workload> workloads = new ArrayList<>();
      workloads.add(
          Workload.of(
              path, path, active, List.of(Step.Repeat.forever(List.of(sleep, run, inKernel)))));
      if (gathered) {
        long burst = Math.round(0.4 * demand * GATHERING_NS / active);
        workloads.add(
            Workload.of(
                path + " together",
                path,
                active,
                List.of(
                    new Step.Periodic(
                        path, GATHERING_NS, 0, List.of(new Step.Run(Span.ns(burst)))))));
      }
      return workloads;
    }
  }

  /** One container before it is known what became of it. */
  private record Container(String path, CpuLimit limit, double cpus, Service service) {}

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
        KERNEL,
        cpus,
        OptionalLong.of(TICK_NS),
        OptionalLong.of(2_800_000),
        OptionalLong.of(5_000_000),
        CgroupMode.V2,
        Instant.ofEpochSecond(1_790_000_000),
        INTERVAL_NS,
        SimulatedSnapshot.STEP_NS,
        groups,
        List.of());
  }

  /** A pod and its containers, the pod first. */
  private List<GroupSnapshot> pod(int number, int containers) {
    String path = "/kubepods/pod%04d".formatted(number);
    boolean podLimit = random.nextInt(10) < 6;
    boolean containerLimits = podLimit && random.nextInt(10) < 6;
    List<Container> inside = new ArrayList<>();
    long quota = 0;
    for (int i = 0; i < containers; i++) {
      long quotaUs = QUOTAS_US[random.nextInt(QUOTAS_US.length)];
      Service service = service(quotaUs / 1e5);
      CpuLimit limit = containerLimits ? CpuLimit.of(quotaUs, 100_000) : CpuLimit.NONE;
      inside.add(new Container(path + "/" + service.name() + i, limit, quotaUs / 1e5, service));
      quota += quotaUs;
    }
    CpuLimit limit = podLimit ? CpuLimit.of(quota, 100_000) : CpuLimit.NONE;
    boolean tight = inside.stream().anyMatch(one -> one.service().wants() > TIGHT);
    return podLimit && tight ? simulated(path, limit, inside) : calm(path, limit, inside);
  }

  /** A pod that comes near its limit: what the kernel would count is simulated. */
  private List<GroupSnapshot> simulated(String path, CpuLimit limit, List<Container> inside) {
    List<Group> scenarioGroups = new ArrayList<>();
    scenarioGroups.add(Group.of("/kubepods", CpuLimit.NONE));
    scenarioGroups.add(Group.of(path, limit).withShares(shares(limit.cpus())));
    List<Workload> workloads = new ArrayList<>();
    for (Container one : inside) {
      scenarioGroups.add(Group.of(one.path(), one.limit()).withShares(shares(one.cpus())));
      workloads.addAll(one.service().workloads(one.path(), one.cpus()));
    }
    Scenario scenario =
        new Scenario(
            path,
            Machine.of(8).withTick(TICK_NS, random.nextLong(TICK_NS)),
            Kernel.release(KERNEL),
            scenarioGroups,
            List.of(),
            workloads,
            List.of(),
            INTERVAL_NS,
            random.nextLong());
    return SimulatedSnapshot.of(scenario).groups().stream()
        .skip(2) // the root group and /kubepods, which all pods share
        .toList();
  }

  /** A pod far from its limit is never throttled; its threads hardly wait. */
  private List<GroupSnapshot> calm(String path, CpuLimit limit, List<Container> inside) {
    List<GroupSnapshot> containers = new ArrayList<>();
    for (Container one : inside) {
      containers.add(calm(one));
    }
    Map<Counter, Long> sum = sum(containers);
    throttling(sum, limit);
    List<GroupSnapshot> pod = new ArrayList<>();
    double cpus = inside.stream().mapToDouble(Container::cpus).sum();
    pod.add(group(path, limit, shares(cpus), ThreadActivity.NONE, sum));
    pod.addAll(containers);
    return pod;
  }

  private GroupSnapshot calm(Container one) {
    Service service = one.service();
    double wanted = Math.max(0.002, service.wants() * one.cpus());
    int active = Math.max(1, Math.min(service.threads(), (int) Math.ceil(wanted * 20)));
    long usage = Math.round(Math.min(wanted, active) * INTERVAL_NS);
    long system = Math.round(usage * service.kernelShare());
    Map<Counter, Long> after = new EnumMap<>(Counter.class);
    after.put(Counter.USAGE, usage);
    after.put(Counter.SYSTEM, system);
    after.put(Counter.USER, usage - system);
    after.put(Counter.RUN, usage);
    after.put(Counter.WAIT, usage / 200);
    after.put(Counter.UNHINDERED, usage + usage / 200);
    after.put(Counter.TIMESLICES, Math.max(1, usage / service.turnNs()));
    throttling(after, one.limit());
    long busiest = Math.min(INTERVAL_NS, Math.min(usage, 3 * usage / active));
    ThreadActivity threads = new ThreadActivity(service.threads(), active, busiest);
    return group(one.path(), one.limit(), shares(one.cpus()), threads, after);
  }

  private Service service(double cpus) {
    int kind = random.nextInt(100);
    int luck = random.nextInt(100);
    double wants =
        luck < 4
            ? 1.1 + random.nextDouble()
            : luck < 12 ? 0.5 + 0.45 * random.nextDouble() : 0.4 * random.nextDouble();
    boolean gathered = random.nextInt(3) == 0;
    if (kind < 30) {
      return new Service("jvm", 40 + random.nextInt(260), wants, 400_000, 0.1, gathered);
    }
    if (kind < 55) {
      return new Service("go", 8 + random.nextInt(30), wants, 150_000, 0.2, gathered);
    }
    if (kind < 80) {
      return new Service("worker", 1 + random.nextInt(4), wants, 3_000_000, 0.15, false);
    }
    double little = Math.min(wants, 0.05 / cpus);
    return new Service("sidecar", 2 + random.nextInt(8), little, 80_000, 0.4, false);
  }

  private static void throttling(Map<Counter, Long> values, CpuLimit limit) {
    if (limit.limited()) {
      values.put(Counter.PERIODS, INTERVAL_NS / 100_000_000);
      for (Counter counter : List.of(Counter.THROTTLED_PERIODS, Counter.THROTTLED)) {
        values.put(counter, 0L);
      }
    }
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
        List.of());
  }

  private static int shares(double cpus) {
    return Math.clamp(Math.round(1024 * cpus), 2, 262_144);
  }
}
