package dev.kedge.bandwidth.scenario;

/** Where a stretch of kernel code can be preempted. */
public enum Preemption {
  /** Nowhere: preemption is disabled, as under a spin lock. */
  DISABLED,
  /** Only in a kernel that preempts kernel mode (PREEMPT_LAZY, {@code preempt=full}). */
  FULL,
  /** Everywhere: the code also offers reschedule points ({@code cond_resched}). */
  VOLUNTARY
}
