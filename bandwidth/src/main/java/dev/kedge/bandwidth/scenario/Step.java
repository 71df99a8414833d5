package dev.kedge.bandwidth.scenario;

import dev.kedge.bandwidth.CpuSet;
import java.util.List;

/**
 * One thing a task does. A task runs its steps in order and exits after the last.
 *
 * <p>Steps other than {@link Run} happen in kernel mode. Outside a {@link Syscall} each of them is
 * a system call of its own, so the task returns to user mode after it; inside, the return is at the
 * end of the {@code Syscall}. Only there, and at a tick in user mode, can a per-task throttle take
 * it off the CPU.
 */
public sealed interface Step {

  /** Runs in user mode. */
  record Run(Span time) implements Step {}

  /**
   * Runs in kernel mode.
   *
   * @param preemption where other tasks may be scheduled meanwhile
   */
  record Kernel(Span time, Preemption preemption) implements Step {}

  /** A system call made of several steps; a {@link Run} inside is not allowed. */
  record Syscall(List<Step> steps) implements Step {
    public Syscall {
      steps = List.copyOf(steps);
    }
  }

  /** Blocks for a time. */
  record Sleep(Span time) implements Step {}

  /**
   * Blocks until the next multiple of a period since the task first came here; does not block when
   * that has passed already (rt-app's {@code timer}).
   */
  record WaitRelease(String timer, long periodNs) implements Step {}

  /** Takes a lock, waiting if need be. */
  record Acquire(String lock, LockMode mode) implements Step {}

  /** Gives a lock back that this task holds. */
  record Release(String lock) implements Step {}

  /** Waits for an RCU grace period: until all tasks inside read sections now have left them. */
  record SynchronizeRcu() implements Step {}

  /**
   * Does its steps over and over.
   *
   * @param times how often; {@link #FOREVER} for ever
   */
  record Repeat(int times, List<Step> steps) implements Step {
    public static final int FOREVER = -1;

    public Repeat {
      steps = List.copyOf(steps);
    }

    public static Repeat forever(List<Step> steps) {
      return new Repeat(FOREVER, steps);
    }
  }

  /**
   * Jobs released every period for ever: job k is released at start + phase + k·period, late ones
   * queue up, and the response of each (completion - nominal release) is recorded under the name.
   */
  record Periodic(String name, long periodNs, long phaseNs, List<Step> steps) implements Step {
    public Periodic {
      steps = List.copyOf(steps);
    }
  }

  /** Measures how long the steps take, under the name, as wall time. */
  record Operation(String name, List<Step> steps) implements Step {
    public Operation {
      steps = List.copyOf(steps);
    }
  }

  /** Starts one task of the named workload in the caller's group. */
  record Fork(String workload) implements Step {}

  /** Moves the task itself to another group. */
  record MoveTo(String group) implements Step {}

  /** Changes the task's own CPU affinity. */
  record SetAffinity(CpuSet cpus) implements Step {}

  /** Blocks until another task signals the event. */
  record Await(String event) implements Step {}

  /** Wakes one task that awaits the event; remembered once when none does. */
  record Signal(String event) implements Step {}

  /** Ends the task. */
  record Exit() implements Step {}
}
