package dev.kedge.bandwidth.talk;

import static dev.kedge.bandwidth.scenario.Preemption.FULL;
import static dev.kedge.bandwidth.scenario.Preemption.VOLUNTARY;
import static dev.kedge.bandwidth.talk.Steps.kernel;
import static dev.kedge.bandwidth.talk.Steps.read;
import static dev.kedge.bandwidth.talk.Steps.release;
import static dev.kedge.bandwidth.talk.Steps.run;
import static dev.kedge.bandwidth.talk.Steps.syscall;
import static dev.kedge.bandwidth.talk.Steps.write;

import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.talk.LockCase.Measured;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The locks measured on Linux 6.1 to 7.3 (emulated, one CPU, virtual time, 10 s), and what stands
 * for them in the model. Operations, maxima and D time are the kernels'; lengths are assumptions,
 * chosen so that the operations of the unlimited kernels come out.
 */
final class LockCases {
  static final List<String> RELEASES = List.of("6.1", "6.12", "6.17", "6.18", "7.3");
  private static final int UNKNOWN = Measured.UNKNOWN;

  private LockCases() {}

  static List<LockCase> all() {
    return List.of(directory(), pipe(), move(), moveFull(), MprotectCase.of(), ForkCase.of());
  }

  private static LockCase directory() {
    return new LockCase(
        "dir",
        "low lists a directory of 20,000 entries (10 to 30 ms under i_rwsem for reading), the"
            + " victim creates and unlinks a file in it (2 x 70 us, writing)",
        1_000,
        false,
        List.of(new Lock("i_rwsem", LockKind.RWSEM)),
        LockCase.alike(
            16,
            syscall(
                read("i_rwsem"),
                Steps.kernelBetween(10_000, 30_000, VOLUNTARY),
                release("i_rwsem")),
            run(20)),
        List.of(
            syscall(write("i_rwsem"), kernel(70, VOLUNTARY), release("i_rwsem")),
            syscall(write("i_rwsem"), kernel(70, VOLUNTARY), release("i_rwsem"))),
        measured(
            stuck(10_001, 10_002),
            stuck(10_004, 10_004),
            stuck(10_003, 10_003),
            new Measured(985, 0.21, false, 0),
            new Measured(985, 0.27, false, 0)));
  }

  private static LockCase pipe() {
    return new LockCase(
        "pipe",
        "low and the victim write the same pipe (12 ms and 80 us under the pipe's mutex)",
        1_000,
        false,
        List.of(new Lock("pipe mutex", LockKind.MUTEX)),
        LockCase.alike(
            16,
            syscall(write("pipe mutex"), kernel(12_000, VOLUNTARY), release("pipe mutex")),
            run(20)),
        List.of(syscall(write("pipe mutex"), kernel(80, VOLUNTARY), release("pipe mutex"))),
        measured(
            stuck(10_000, UNKNOWN),
            stuck(10_001, UNKNOWN),
            stuck(10_000, UNKNOWN),
            new Measured(992, 0.19, false, UNKNOWN),
            new Measured(990, 0.20, false, UNKNOWN)));
  }

  private static LockCase move() {
    return mover(
        "move",
        1_000,
        16,
        false,
        measured(
            new Measured(599, 12.9, false, 3_801),
            new Measured(968, 12.1, false, 124),
            new Measured(93, 689, true, 9_035),
            new Measured(968, 8.0, false, 124),
            new Measured(970, 1.2, false, 230)));
  }

  private static LockCase moveFull() {
    return mover(
        "move, preempt=full",
        5_000,
        64,
        true,
        measured(
            new Measured(385, 498, false, UNKNOWN),
            new Measured(87, 388, true, UNKNOWN),
            new Measured(214, 492, false, UNKNOWN),
            new Measured(927, 8.6, false, UNKNOWN),
            new Measured(961, 6.6, false, UNKNOWN)));
  }

  /**
   * Forks and exits hold the semaphore. The fork's charge of its group, which may find the quota
   * used up, falls inside: {@code task_fork_fair} did that up to 6.11; for later kernels it is an
   * assumption.
   */
  private static LockCase mover(
      String name, long quotaUs, int tasks, boolean full, Map<String, Measured> measured) {
    String semaphore = "cgroup_threadgroup_rwsem";
    return new LockCase(
        name,
        "low forks (0.5 ms, its end and the charge of the group under cgroup_threadgroup_rwsem for"
            + " reading) and waits for the child, which exits (2 us under it, 0.5 ms), the victim"
            + " moves itself between groups (writing, 50 us)",
        quotaUs,
        full,
        List.of(new Lock(semaphore, LockKind.PERCPU_RWSEM)),
        release -> List.of(forker(tasks, semaphore), child(semaphore)),
        List.of(syscall(write(semaphore), kernel(50, FULL), release(semaphore))),
        measured);
  }

  private static Workload forker(int tasks, String semaphore) {
    return Workload.of(
        "low",
        LockCase.GROUP,
        tasks,
        Steps.forever(
            syscall(
                Steps.kernelBetween(400, 600, FULL),
                read(semaphore),
                new Step.Fork("child"),
                kernel(10, FULL),
                release(semaphore)),
            new Step.Await("exit")));
  }

  private static Workload child(String semaphore) {
    return Workload.of(
        "child",
        LockCase.GROUP,
        0,
        List.of(
            syscall(
                read(semaphore),
                kernel(2, FULL),
                release(semaphore),
                Steps.kernelBetween(400, 600, FULL),
                new Step.Signal("exit"))));
  }

  private static Measured stuck(double maxMs, long blockedMs) {
    return new Measured(1, maxMs, true, blockedMs);
  }

  /** By release, in the order of {@link #RELEASES}. */
  static Map<String, Measured> measured(Measured... cells) {
    Map<String, Measured> byRelease = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      byRelease.put(RELEASES.get(i), cells[i]);
    }
    return byRelease;
  }
}
