package dev.kedge.bandwidth.whatif;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What is known of the load of a group and everything below it, from counters alone.
 *
 * @param usage CPUs used on average
 * @param demand CPUs its threads would have used had none of them waited, at least the usage; the
 *     truth lies between the two: threads that work off what comes from outside do not want more
 *     when they are faster, threads that always have work do
 * @param threads that were active
 * @param heavyThreads those that carry nearly all of the usage
 * @param activationNs CPU time of a thread between waking up and going to sleep again
 * @param kernelShare part of the CPU time in kernel mode
 * @param throttledShare part of the periods in which the group was throttled; empty without a limit
 *     or when no period was counted
 * @param waiting threads that waited for a CPU on average, for whatever reason; empty when that was
 *     not measured
 * @param variation standard deviation over mean of the usage in the snapshot's steps; empty when
 *     they were not taken
 * @param measured what was measured, one sentence each
 * @param assumed what had to be assumed, one sentence each
 * @param confidence how much of it is measured
 */
public record GroupLoad(
    double usage,
    double demand,
    int threads,
    int heavyThreads,
    long activationNs,
    double kernelShare,
    OptionalDouble throttledShare,
    OptionalDouble waiting,
    OptionalDouble variation,
    List<String> measured,
    List<String> assumed,
    Confidence confidence) {

  public GroupLoad {
    measured = List.copyOf(measured);
    assumed = List.copyOf(assumed);
  }
}
