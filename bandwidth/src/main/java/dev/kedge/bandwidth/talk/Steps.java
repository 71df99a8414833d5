package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import java.util.List;

/** Short forms of steps, for scenarios that read like the system calls they stand for. */
final class Steps {
  /** Keeps a CPU busy in user mode for ever. */
  static final List<Step> HOG = forever(new Step.Run(Span.ms(1_000)));

  private Steps() {}

  static List<Step> forever(Step... steps) {
    return List.of(Step.Repeat.forever(List.of(steps)));
  }

  static Step syscall(Step... steps) {
    return new Step.Syscall(List.of(steps));
  }

  static Step operation(String name, Step... steps) {
    return new Step.Operation(name, List.of(steps));
  }

  static Step read(String lock) {
    return new Step.Acquire(lock, LockMode.READ);
  }

  static Step write(String lock) {
    return new Step.Acquire(lock, LockMode.WRITE);
  }

  static Step release(String lock) {
    return new Step.Release(lock);
  }

  /** Kernel code that can be preempted where a kernel of that kind does. */
  static Step kernel(long us, Preemption preemption) {
    return new Step.Kernel(Span.us(us), preemption);
  }

  /** As {@link #kernel}, of any length in between. */
  static Step kernelBetween(long minUs, long maxUs, Preemption preemption) {
    return new Step.Kernel(new Span.Uniform(minUs * 1_000, maxUs * 1_000), preemption);
  }

  static Step run(long us) {
    return new Step.Run(Span.us(us));
  }

  static Step sleep(long us) {
    return new Step.Sleep(Span.us(us));
  }
}
