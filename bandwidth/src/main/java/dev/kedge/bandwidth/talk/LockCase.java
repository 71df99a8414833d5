package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.scenario.Event;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One experiment done on real kernels: tasks of a limited group and a victim outside it want the
 * same lock on one CPU.
 *
 * @param name of the row
 * @param what who does what, with the section lengths assumed
 * @param quotaUs of the limited group, per 100 ms
 * @param preemptFull booted with {@code preempt=full}
 * @param locks the steps name
 * @param low tasks of the limited group on a release, and what tasks fork
 * @param victim what the victim does each 10 ms
 * @param measured by kernel release
 */
record LockCase(
    String name,
    String what,
    long quotaUs,
    boolean preemptFull,
    List<Lock> locks,
    Loads low,
    List<Step> victim,
    Map<String, Measured> measured) {
  static final String OPERATION = "victim";
  static final String GROUP = "/low";

  /** The limit is set while all tasks of the group are at work, as in the measurement. */
  static final long LIMIT_NS = 500_000_000;

  /** When the victim begins. */
  static final long START_NS = 1_000_000_000;

  static final long END_NS = START_NS + 10_000_000_000L;
  private static final long SLEEP_US = 10_000;

  /** Who measures looks each 5 ms whether the victim is blocked, which takes 60 us. */
  private static final long LOOK_NS = 5_000_000;

  private static final long LOOK_US = 60;

  /**
   * What the real kernel did in 10 s.
   *
   * @param operations of the victim, an unfinished one included
   * @param maxMs the longest
   * @param censored whether the longest was not finished at the end
   * @param blockedMs time the victim was in D state; -1 where that was not measured
   */
  record Measured(long operations, double maxMs, boolean censored, long blockedMs) {
    static final int UNKNOWN = -1;
  }

  /** What runs in the limited group. */
  interface Loads {
    /** Workloads of {@link #GROUP}; those that are only forked have a count of 0. */
    List<Workload> on(String release);
  }

  /** Tasks of the limited group, all doing the same on every release. */
  static Loads alike(int tasks, Step... steps) {
    return release -> List.of(Workload.of("low", GROUP, tasks, Steps.forever(steps)));
  }

  /** How many tasks the limited group has. */
  int tasks() {
    return low.on(LockCases.RELEASES.getFirst()).stream().mapToInt(Workload::count).sum();
  }

  /** What was measured on one of {@link LockCases#RELEASES}. */
  Measured measured(String release) {
    return Objects.requireNonNull(measured.get(release), release);
  }

  /** The scenario on one kernel; the victim is task 0. */
  Scenario scenario(String release) {
    Kernel kernel = Kernel.release(release);
    return new Scenario(
        name + " on " + release,
        Machine.of(1).withGracePeriod(gracePeriod(release)),
        preemptFull ? kernel.withPreemptKernel(true) : kernel,
        List.of(
            Group.of(GROUP, CpuLimit.NONE),
            Group.of("/left", CpuLimit.NONE),
            Group.of("/right", CpuLimit.NONE)),
        locks,
        workloads(release),
        List.of(
            new Event(LIMIT_NS, new Event.Action.SetLimit(GROUP, CpuLimit.of(quotaUs, 100_000)))),
        END_NS,
        1);
  }

  private List<Workload> workloads(String release) {
    List<Workload> all = new ArrayList<>();
    all.add(
        Workload.of(
                "victim",
                "/left",
                1,
                Steps.forever(Steps.operation(OPERATION, victim.toArray(Step[]::new)), pause()))
            .starting(START_NS, 0));
    all.add(
        Workload.of(
                "observer",
                "/",
                1,
                Steps.forever(
                    new Step.WaitRelease("look", LOOK_NS),
                    Steps.syscall(Steps.kernel(LOOK_US, Preemption.FULL))))
            .starting(START_NS, 0));
    all.addAll(low.on(release));
    return all;
  }

  private static Step pause() {
    return Steps.sleep(SLEEP_US);
  }

  /**
   * Length of an undisturbed grace period: the 6.7 ms by which each move of the measured 6.1 is
   * longer than its sleep; longer than the pause between two moves on the others, whose moves
   * mostly found the lock still in its slow mode and did not wait.
   */
  private static long gracePeriod(String release) {
    return release.equals("6.1") ? 6_500_000 : 11_000_000;
  }
}
