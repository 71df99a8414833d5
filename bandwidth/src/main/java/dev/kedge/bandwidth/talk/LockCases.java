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
    return List.of(directory(), pipe(), move(), moveFull(), mm(), fork());
  }

  private static LockCase directory() {
    return new LockCase(
        "dir",
        "low lists a directory of 20,000 entries (10 to 30 ms under i_rwsem for reading), the"
            + " victim creates and unlinks a file in it (2 x 70 us, writing)",
        1_000,
        16,
        false,
        List.of(new Lock("i_rwsem", LockKind.RWSEM)),
        List.of(
            syscall(
                read("i_rwsem"),
                Steps.kernelBetween(10_000, 30_000, VOLUNTARY),
                release("i_rwsem")),
            run(20)),
        List.of(),
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
        16,
        false,
        List.of(new Lock("pipe mutex", LockKind.MUTEX)),
        List.of(
            syscall(write("pipe mutex"), kernel(12_000, VOLUNTARY), release("pipe mutex")),
            run(20)),
        List.of(),
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
        tasks,
        full,
        List.of(new Lock(semaphore, LockKind.PERCPU_RWSEM)),
        List.of(
            syscall(
                Steps.kernelBetween(400, 600, FULL),
                read(semaphore),
                new Step.Fork("child"),
                kernel(10, FULL),
                release(semaphore)),
            new Step.Await("exit")),
        List.of(
            syscall(
                read(semaphore),
                kernel(2, FULL),
                release(semaphore),
                Steps.kernelBetween(400, 600, FULL),
                new Step.Signal("exit"))),
        List.of(syscall(write(semaphore), kernel(50, FULL), release(semaphore))),
        measured);
  }

  private static LockCase mm() {
    return new LockCase(
        "mm, preempt=full",
        "low changes the protection of 64 MiB (14 ms under mmap_lock for writing, 20 us outside),"
            + " the victim reads its /proc/PID/cmdline (100 us, reading)",
        1_000,
        2,
        true,
        List.of(new Lock("mmap_lock", LockKind.RWSEM)),
        List.of(syscall(write("mmap_lock"), kernel(14_000, FULL), release("mmap_lock")), run(20)),
        List.of(),
        List.of(syscall(read("mmap_lock"), kernel(100, FULL), release("mmap_lock"))),
        measured(
            new Measured(140, 2_500, true, UNKNOWN),
            new Measured(42, 3_201, true, UNKNOWN),
            new Measured(3, 4_254, true, UNKNOWN),
            new Measured(985, 14.4, false, UNKNOWN),
            new Measured(984, 21.7, false, UNKNOWN)));
  }

  private static LockCase fork() {
    return new LockCase(
        "fork, preempt=full",
        "low and the victim fork (6 us under the anon_vma rwsem of their common"
            + " parent for writing, about 1 ms more outside it)",
        5_000,
        64,
        true,
        List.of(new Lock("anon_vma", LockKind.RWSEM)),
        List.of(
            syscall(
                Steps.kernelBetween(0, 1_000, FULL),
                write("anon_vma"),
                kernel(6, FULL),
                release("anon_vma"),
                Steps.kernelBetween(0, 1_000, FULL)),
            run(20)),
        List.of(),
        List.of(
            syscall(
                kernel(500, FULL),
                write("anon_vma"),
                kernel(6, FULL),
                release("anon_vma"),
                kernel(500, FULL))),
        measured(
            new Measured(879, 7.2, false, UNKNOWN),
            new Measured(796, 597, false, UNKNOWN),
            new Measured(119, 3_901, true, UNKNOWN),
            new Measured(879, 5.3, false, UNKNOWN),
            new Measured(866, 9.1, false, UNKNOWN)));
  }

  private static Measured stuck(double maxMs, long blockedMs) {
    return new Measured(1, maxMs, true, blockedMs);
  }

  private static Map<String, Measured> measured(Measured... cells) {
    Map<String, Measured> byRelease = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      byRelease.put(RELEASES.get(i), cells[i]);
    }
    return byRelease;
  }
}
