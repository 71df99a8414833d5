package dev.kedge.bandwidth.talk;

import static dev.kedge.bandwidth.scenario.Preemption.FULL;
import static dev.kedge.bandwidth.talk.Steps.kernel;
import static dev.kedge.bandwidth.talk.Steps.release;
import static dev.kedge.bandwidth.talk.Steps.write;

import dev.kedge.bandwidth.scenario.Lock;
import dev.kedge.bandwidth.scenario.LockKind;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.talk.LockCase.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Limited tasks and the victim fork, and their children exit.
 *
 * <p>All are children of one process, so every anonymous area of theirs has its {@code anon_vma}
 * below that parent's, whose semaphore all of them take: twice per area in a fork ({@code
 * anon_vma_clone}, {@code anon_vma_fork}), once in an exit ({@code unlink_anon_vmas}).
 */
final class ForkCase {
  private static final int UNKNOWN = Measured.UNKNOWN;

  /** Microseconds from one area that was copied to the next; a static program has five. */
  private static final int[] COPY_GAPS_US = {90, 10, 12, 110, 60};

  private ForkCase() {}

  static LockCase of() {
    return new LockCase(
        "fork, preempt=full",
        "low and the victim fork (0.5 ms, twice 1 to 2 us under the anon_vma rwsem of their common"
            + " parent for each of five areas) and wait for the child, which exits (0.5 ms, 3 us"
            + " under each of the five)",
        5_000,
        true,
        IntStream.range(0, COPY_GAPS_US.length)
            .mapToObj(area -> new Lock(lock(area), LockKind.RWSEM))
            .toList(),
        release ->
            List.of(
                forker(),
                child("child", LockCase.GROUP, "exit"),
                child("victim's child", "/left", "own exit")),
        List.of(fork("victim's child"), new Step.Await("own exit")),
        LockCases.measured(
            new Measured(879, 7.2, false, UNKNOWN),
            new Measured(796, 597, false, UNKNOWN),
            new Measured(119, 3_901, true, UNKNOWN),
            new Measured(879, 5.3, false, UNKNOWN),
            new Measured(866, 9.1, false, UNKNOWN)));
  }

  private static String lock(int area) {
    return "anon_vma " + (area + 1);
  }

  private static Workload forker() {
    return Workload.of(
        "low", LockCase.GROUP, 64, Steps.forever(fork("child"), new Step.Await("exit")));
  }

  private static Step fork(String child) {
    List<Step> steps = new ArrayList<>();
    steps.add(about(100));
    for (int area = 0; area < COPY_GAPS_US.length; area++) {
      steps.add(write(lock(area)));
      steps.add(kernel(2, FULL));
      steps.add(release(lock(area)));
      steps.add(write(lock(area)));
      steps.add(kernel(1, FULL));
      steps.add(release(lock(area)));
      steps.add(about(COPY_GAPS_US[area]));
    }
    steps.add(about(60));
    steps.add(new Step.Fork(child));
    steps.add(kernel(20, FULL));
    return new Step.Syscall(steps);
  }

  /** Kernel code that is half as long or half as long again. */
  private static Step about(long us) {
    return Steps.kernelBetween(us / 2, us * 3 / 2, FULL);
  }

  private static Workload child(String name, String group, String exit) {
    List<Step> steps = new ArrayList<>();
    steps.add(about(280));
    for (int area = 0; area < COPY_GAPS_US.length; area++) {
      steps.add(write(lock(area)));
      steps.add(kernel(3, FULL));
      steps.add(release(lock(area)));
      steps.add(about(8));
    }
    steps.add(about(140));
    steps.add(new Step.MoveTo(group));
    steps.add(kernel(20, FULL));
    steps.add(new Step.Signal(exit));
    return Workload.of(name, group, 0, List.of(new Step.Syscall(steps)));
  }
}
