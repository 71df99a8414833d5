package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Band;
import dev.kedge.bandwidth.Kernel;
import java.util.List;

/**
 * What a group would do on one kernel with today's limits.
 *
 * @param kernel release
 * @param mechanism letter of the mechanism
 * @param current whether the host runs these rules now
 * @param throttledShare part of the counted periods with throttling
 * @param p99Ms 99 of 100 activations are shorter, milliseconds
 * @param longestPauseMs longest time a runnable thread did not run, milliseconds
 * @param longestKernelPauseMs longest time a thread stood still inside the kernel without being
 *     asleep, milliseconds: whoever waits for a lock it holds waits as long
 * @param throttledCpus what {@code throttled_usec} would grow by, in CPUs
 * @param unthrottle interrupts off in the refill
 * @param remarks what else changes, one sentence each
 */
public record KernelOutcome(
    String kernel,
    char mechanism,
    boolean current,
    Band throttledShare,
    Band p99Ms,
    Band longestPauseMs,
    Band longestKernelPauseMs,
    Band throttledCpus,
    UnthrottleTime unthrottle,
    List<String> remarks) {
  public KernelOutcome {
    remarks = List.copyOf(remarks);
  }

  /** Release and mechanism, such as {@code 6.18 (B)}. */
  public static String title(Kernel kernel) {
    return "%s (%s)".formatted(kernel.name(), kernel.mechanism().letter());
  }
}
