package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;

/** One instruction of a compiled program; registers are slots of the task. */
sealed interface Op {
  record Run(Span time) implements Op {}

  record Kernel(Span time, Preemption preemption) implements Op {}

  record Enter() implements Op {}

  /** Return to user mode. */
  record Leave() implements Op {}

  record Sleep(Span time) implements Op {}

  record Timer(int register, long periodNs) implements Op {}

  record Acquire(int lock, boolean write) implements Op {}

  record Release(int lock) implements Op {}

  record SynchronizeRcu() implements Op {}

  record LoopStart(int register, int times) implements Op {}

  /** Goes back to the target until the register has counted down; for ever when it is negative. */
  record LoopEnd(int register, int target) implements Op {}

  /** Waits for the next release; the register counts releases, the one after holds the first. */
  record NextJob(int register, long periodNs, long phaseNs, int operation) implements Op {}

  record JobDone(int register, long periodNs, int operation, int target) implements Op {}

  record Begin(int register, int operation) implements Op {}

  record End(int register, int operation) implements Op {}

  record Fork(int workload) implements Op {}

  record MoveTo(int group) implements Op {}

  record SetAffinity(CpuSet cpus) implements Op {}

  record Await(int event) implements Op {}

  record Signal(int event) implements Op {}

  record Exit() implements Op {}
}
