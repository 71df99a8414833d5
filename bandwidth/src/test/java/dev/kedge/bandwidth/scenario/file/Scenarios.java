package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.LateTimers;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.Mechanism;
import dev.kedge.bandwidth.Overhead;
import dev.kedge.bandwidth.UnthrottleCost;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Event.Action;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** Scenarios drawn at random: every kind of value the language knows, with awkward names. */
final class Scenarios {
  private static final List<String> NAMES =
      List.of(
          "web",
          "dir_i_rwsem",
          "a b",
          "tail ",
          " lead",
          "q\"uote",
          "back\\slash",
          "null",
          "true",
          "1e3",
          "- dash",
          "a: b",
          "a #b",
          "~",
          "ü-ß",
          "{x}",
          "0x10",
          "12:30",
          "every",
          "@at",
          "'s'");

  private final Random random;
  private final List<Group> groups = new ArrayList<>();
  private final List<Lock> locks = new ArrayList<>();
  private final List<String> workloads = new ArrayList<>();
  private final Machine machine;

  Scenarios(long seed) {
    random = new Random(seed);
    machine = machine();
  }

  Scenario scenario() {
    for (int i = random.nextInt(5); i > 0; i--) {
      groups.add(group());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      locks.add(new Lock(name(i), one(LockKind.values())));
    }
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      workloads.add(name(i));
    }
    List<Workload> drawn = new ArrayList<>();
    workloads.forEach(name -> drawn.add(workload(name)));
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      events.add(new Event(time(), action()));
    }
    return new Scenario(
        name(7), machine, kernel(), groups, locks, drawn, events, time(), random.nextLong());
  }

  private Machine machine() {
    Machine drawn = Machine.of(1 + random.nextInt(64));
    if (random.nextBoolean()) {
      long tick = random.nextBoolean() ? 1_000_000_000L / 300 : 1_234_567;
      drawn = drawn.withTick(tick, random.nextInt(1_000_000)).withBaseSlice(3_000_001);
    }
    return switch (random.nextInt(3)) {
      case 0 -> drawn;
      case 1 -> drawn.withUnthrottleCost(UnthrottleCost.SMALL_VM).withGracePeriod(time());
      default ->
          drawn
              .withUnthrottleCost(new UnthrottleCost(1, 22, 333, 4_444))
              .withBandwidthSlice(1_000)
              .withStaleLoad(2 + random.nextInt(1_000))
              .withOverhead(new Overhead(20_000, 0, 3, 999))
              .withLateTimers(
                  new LateTimers(
                      random.nextInt(100), random.nextInt(1_000), random.nextInt(1_000)));
    };
  }

  private Kernel kernel() {
    Kernel base = Kernel.release(one("4.18", "5.15.0-88", "6.17", "6.18", "7.2", "7.3"));
    if (random.nextBoolean()) {
      return base;
    }
    return new Kernel(
        random.nextBoolean() ? base.name() : name(0),
        one(Mechanism.values()),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        one(Kernel.ThrottledClock.values()),
        one(Kernel.PeltClock.values()));
  }

  private Group group() {
    String parent = groups.isEmpty() || random.nextBoolean() ? "" : one(groups).path();
    Group group =
        new Group(
            parent + "/" + name(groups.size()).replace("/", ""),
            limit(),
            random.nextBoolean() ? 1024 : 2 + random.nextInt(262_000),
            random.nextInt(5) == 0,
            random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(time()));
    return group;
  }

  private CpuLimit limit() {
    if (random.nextInt(3) == 0) {
      return CpuLimit.NONE;
    }
    long quota = 1_000L + random.nextInt(1_000_000);
    CpuLimit limit = CpuLimit.of(quota, 1_000L + random.nextInt(999_001));
    return random.nextBoolean() ? limit : limit.withBurst(random.nextLong(quota));
  }

  private Workload workload(String name) {
    boolean plain = random.nextBoolean();
    return new Workload(
        name,
        groups.isEmpty() || random.nextBoolean() ? "/" : one(groups).path(),
        random.nextInt(4),
        steps(3, false),
        plain ? CpuSet.ALL : CpuSet.of(random.nextInt(machine.cpus()), 0),
        plain ? 0 : random.nextInt(40) - 20,
        plain ? 0 : time(),
        plain ? 0 : time(),
        random.nextInt(4) == 0);
  }

  private List<Step> steps(int depth, boolean syscall) {
    List<Step> steps = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      steps.add(depth > 0 && random.nextInt(3) == 0 ? block(depth, syscall) : simple(syscall));
    }
    return steps;
  }

  private Step block(int depth, boolean syscall) {
    List<Step> inner = new ArrayList<>(steps(depth - 1, syscall));
    inner.add(new Step.Sleep(Span.us(3)));
    return switch (random.nextInt(syscall ? 3 : 5)) {
      case 0 -> Step.Repeat.forever(inner);
      case 1 -> new Step.Repeat(random.nextInt(100_000), inner);
      case 2 -> new Step.Operation(name(3), inner);
      case 3 -> new Step.Periodic(name(2), 1 + time(), random.nextBoolean() ? 0 : time(), inner);
      default -> new Step.Syscall(steps(depth - 1, true));
    };
  }

  private Step simple(boolean syscall) {
    return switch (random.nextInt(14)) {
      case 0 -> locks.isEmpty() ? new Step.Exit() : new Step.Release(one(locks).name());
      case 1 -> locks.isEmpty() ? new Step.SynchronizeRcu() : acquire(one(locks));
      case 2 -> new Step.Kernel(span(), one(Preemption.values()));
      case 3 -> new Step.Sleep(span());
      case 4 -> new Step.WaitRelease(name(4), 1 + time());
      case 5 -> new Step.SynchronizeRcu();
      case 6 -> new Step.Fork(one(workloads));
      case 7 -> new Step.MoveTo(groups.isEmpty() ? "/" : one(groups).path());
      case 8 -> new Step.SetAffinity(random.nextBoolean() ? CpuSet.ALL : CpuSet.of(0, 1, 2, 9));
      case 9 -> new Step.Await(name(5));
      case 10 -> new Step.Signal(name(5));
      case 11 -> new Step.Exit();
      case 12 -> syscall ? new Step.Kernel(span(), Preemption.FULL) : StepReader.HOG;
      default -> syscall ? new Step.Kernel(span(), Preemption.FULL) : new Step.Run(span());
    };
  }

  private Step acquire(Lock lock) {
    LockMode mode =
        switch (lock.kind()) {
          case MUTEX -> LockMode.WRITE;
          case RCU -> LockMode.READ;
          case RWSEM, PERCPU_RWSEM -> one(LockMode.values());
        };
    return new Step.Acquire(lock.name(), mode);
  }

  private Action action() {
    String task = one(workloads) + (random.nextBoolean() ? "" : "/" + random.nextInt(9));
    if (!groups.isEmpty() && random.nextBoolean()) {
      String group = one(groups).path();
      return switch (random.nextInt(3)) {
        case 0 -> new Action.SetLimit(group, limit());
        case 1 ->
            random.nextBoolean()
                ? new Action.SetShares(group, 2 + random.nextInt(262_000))
                : new Action.WriteFile(group + "/cpu.max", random.nextInt(5_000) + " 100000");
        default -> new Action.MoveTask(task, group);
      };
    }
    return switch (random.nextInt(4)) {
      case 0 -> new Action.KillTask(task);
      case 1 -> new Action.SetTaskAffinity(task, CpuSet.of(0));
      case 2 -> new Action.CpuOffline(random.nextInt(machine.cpus()));
      default -> new Action.CpuOnline(random.nextInt(machine.cpus()));
    };
  }

  private Span span() {
    return switch (random.nextInt(3)) {
      case 0 -> Span.ns(time());
      case 1 -> new Span.Exponential(time());
      default -> {
        long min = time();
        yield new Span.Uniform(min, min + random.nextInt(1000));
      }
    };
  }

  private long time() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1_000);
      case 1 -> 1_000L * random.nextInt(100_000);
      case 2 -> 500_000L * random.nextInt(100_000);
      default -> random.nextLong(1_000_000_000_000L);
    };
  }

  /** Names drawn with different numbers differ. */
  private String name(int number) {
    return one(NAMES) + (number == 0 ? "" : number);
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
