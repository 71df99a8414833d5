package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small scenarios drawn from a seed: a few CPUs, a tree of limits, hogs, sleepers and readers. */
final class RandomScenarios {
  private RandomScenarios() {}

  static Scenario draw(long seed, Kernel kernel) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = random.nextInt(1, 5);
    Machine machine = Machine.of(cpus).withTick(4_000_000, random.nextLong(4_000_000));
    List<Group> groups = new ArrayList<>();
    List<String> paths = new ArrayList<>(List.of("/"));
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      String above = paths.get(random.nextInt(paths.size()));
      String path = (above.equals("/") ? "" : above) + "/g" + i;
      paths.add(path);
      groups.add(Group.of(path, limit(random)).withShares(random.nextInt(2, 4096)));
    }
    List<Workload> workloads = new ArrayList<>();
    int tasks = random.nextInt(1, 5);
    for (int i = 0; i < tasks; i++) {
      String path = paths.get(random.nextInt(paths.size()));
      workloads.add(
          Workload.of("w" + i, path, random.nextInt(1, 5), steps(random))
              .withNice(random.nextInt(-5, 6))
              .starting(random.nextLong(20_000_000), random.nextLong(1_000_000)));
    }
    return new Scenario(
        "drawn " + seed,
        machine,
        kernel,
        groups,
        List.of(),
        workloads,
        List.of(),
        1_000_000_000,
        seed);
  }

  private static CpuLimit limit(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return CpuLimit.NONE;
    }
    long period = random.nextLong(4_000, 120_000);
    long quota = random.nextLong(1_000, 2 * period);
    return CpuLimit.of(quota, period).withBurst(random.nextInt(3) == 0 ? quota / 2 : 0);
  }

  private static List<Step> steps(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(Step.Repeat.forever(List.of(new Step.Run(Span.ms(1_000)))));
      case 1 ->
          List.of(
              Step.Repeat.forever(
                  List.of(
                      new Step.Run(new Span.Exponential(2_000_000)),
                      new Step.Sleep(new Span.Uniform(0, 10_000_000)))));
      case 2 ->
          List.of(
              new Step.Periodic(
                  "job",
                  random.nextLong(5_000_000, 50_000_000),
                  random.nextLong(5_000_000),
                  List.of(new Step.Run(new Span.Uniform(100_000, 8_000_000)))));
      default ->
          List.of(
              Step.Repeat.forever(
                  List.of(
                      new Step.Syscall(
                          List.of(
                              new Step.Kernel(
                                  new Span.Uniform(10_000, 9_000_000), Preemption.VOLUNTARY))),
                      new Step.Run(Span.us(50)))));
    };
  }
}
