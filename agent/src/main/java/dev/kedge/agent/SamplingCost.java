package dev.kedge.agent;

import dev.kedge.linux.perf.PerfStatistics;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What of the agent's CPU time went into samples: that of the draining thread on them, and that of
 * placing and naming new stacks. A lower rate saves it, and not what processes cost that start, map
 * files and end. Thread-safe.
 */
final class SamplingCost {
  private long cpuBefore;
  private long recordsBefore;
  private long samplesBefore;
  private final AtomicLong nanos = new AtomicLong();

  /**
   * A window ended. Draining thread.
   *
   * @param threadCpuNanos of the draining thread since it started
   * @param records of the sampler that is open; one that was opened since counts from nothing
   */
  void windowEnded(long threadCpuNanos, PerfStatistics records) {
    if (records.recordNanos() < recordsBefore) {
      recordsBefore = 0;
      samplesBefore = 0;
    }
    long ofRecords = records.recordNanos() - recordsBefore;
    if (ofRecords > 0) {
      double part = (double) (records.sampleNanos() - samplesBefore) / ofRecords;
      nanos.addAndGet((long) (part * Math.max(0, threadCpuNanos - cpuBefore)));
    }
    cpuBefore = threadCpuNanos;
    recordsBefore = records.recordNanos();
    samplesBefore = records.sampleNanos();
  }

  /** The stacks of a window have names, which took so much CPU time. */
  void named(long cpuNanos) {
    nanos.addAndGet(cpuNanos);
  }

  /** CPU time for samples as of the end of the last window. */
  long nanos() {
    return nanos.get();
  }
}
