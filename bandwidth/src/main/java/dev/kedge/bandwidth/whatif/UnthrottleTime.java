package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.UnthrottleCost;

/**
 * How long the timer that refills a group keeps interrupts off, by the cost model of {@link
 * UnthrottleCost}, between the cheaper and the dearer of the two machines it was measured on.
 *
 * @param lowUs with the cheaper costs, microseconds
 * @param highUs with the dearer costs
 */
public record UnthrottleTime(double lowUs, double highUs) {

  /**
   * The time when every CPU that can be throttled is.
   *
   * @param cpus of the host
   * @param queues groups in the subtree, itself included: queues per CPU
   * @param tasks runnable threads in the subtree
   */
  static UnthrottleTime of(Kernel kernel, int cpus, int queues, int tasks) {
    double one = us(kernel, UnthrottleCost.GENOA, cpus, queues, tasks);
    double other = us(kernel, UnthrottleCost.SMALL_VM, cpus, queues, tasks);
    return new UnthrottleTime(Math.min(one, other), Math.max(one, other));
  }

  private static double us(Kernel kernel, UnthrottleCost cost, int cpus, int queues, int tasks) {
    int reached = Math.clamp(tasks, 1, cpus);
    // The group throttle puts whole groups back, the per-task throttle each task.
    long putBack = kernel.mechanism().perTask() ? cost.taskNs() : 0;
    double ns =
        kernel.asyncUnthrottle()
            ? cost.fixedNs()
                + (double) cost.remoteNs() * (reached - 1)
                + (double) cost.queueNs() * queues
                + (double) putBack * tasks / reached
            : cost.fixedNs()
                + (double) cost.queueNs() * queues * reached
                + (double) putBack * tasks;
    return ns / 1_000;
  }
}
