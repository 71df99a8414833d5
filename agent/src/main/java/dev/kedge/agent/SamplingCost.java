package dev.kedge.agent;

import dev.kedge.linux.perf.PerfStatistics;

/**
 * What of the draining thread's CPU time went into samples: a lower rate saves that, and not what
 * processes cost that start, map files and end. Told by one thread, asked by any.
 */
final class SamplingCost {
  private long cpuBefore;
  private long recordsBefore;
  private long samplesBefore;
  private volatile long nanos;

  /**
   * A window ended.
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
      nanos += (long) (part * Math.max(0, threadCpuNanos - cpuBefore));
    }
    cpuBefore = threadCpuNanos;
    recordsBefore = records.recordNanos();
    samplesBefore = records.sampleNanos();
  }

  /** CPU time for samples as of the end of the last window. */
  long nanos() {
    return nanos;
  }
}
