package dev.kedge.bandwidth.whatif;

import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * One simulated run of a case.
 *
 * @param usage CPUs the group used
 * @param throttledShare part of the counted periods with throttling, for whichever limit of the
 *     case throttled the most: its own, one above or one below
 * @param throttledShares the same for every limited group of the case, by path
 * @param waiting its threads that waited for a CPU, on average: lost seconds per second
 * @param throttledCpus its {@code throttled_time}, in CPUs
 * @param activations from waking up to sleeping again, nanoseconds
 * @param longestPauseNs longest time a runnable thread of it did not run
 * @param longestKernelPauseNs longest time one did not run while inside the kernel, not asleep
 * @param variation of its usage per step; empty when steps were not asked for
 * @param events events the simulation handled, the measure of its cost
 */
record Trial(
    double usage,
    double throttledShare,
    Map<String, Double> throttledShares,
    double waiting,
    double throttledCpus,
    Histogram activations,
    long longestPauseNs,
    long longestKernelPauseNs,
    OptionalDouble variation,
    long events) {

  /** A quantile of the activations; the longest pause when no thread ever slept. */
  double latencyNs(double quantile) {
    return activations.getTotalCount() == 0
        ? longestPauseNs
        : activations.getValueAtPercentile(100 * quantile);
  }
}
