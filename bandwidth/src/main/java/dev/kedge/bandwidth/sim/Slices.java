package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;

/**
 * Lengths every queue of a machine goes by.
 *
 * @param sliceNs what an entity asks for at a time: the base slice
 * @param lagLimitNs how far an entity may be ahead or behind ({@code entity_lag})
 * @param sleeperCreditNs how far back an entity is placed that has slept long; 0 in kernels that
 *     place by lag
 */
record Slices(long sliceNs, long lagLimitNs, long sleeperCreditNs) {
  /** Half of {@code sched_latency_ns} on one CPU ({@code GENTLE_FAIR_SLEEPERS}). */
  private static final long SLEEPER_CREDIT_NS = 3_000_000;

  static Slices of(Machine machine, Kernel kernel) {
    return new Slices(
        machine.baseSliceNs(),
        machine.baseSliceNs() + machine.tickNs(),
        kernel.fairSleepers() ? SLEEPER_CREDIT_NS : 0);
  }

  /** Whether entities are placed by their virtual run time alone, before Linux 6.6. */
  boolean fairSleepers() {
    return sleeperCreditNs > 0;
  }
}
