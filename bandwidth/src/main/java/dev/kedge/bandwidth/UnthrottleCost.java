package dev.kedge.bandwidth;

/**
 * What one pass of {@code distribute_cfs_runtime} costs, in nanoseconds with interrupts off: {@code
 * fixed + remote·(CPUs reached by IPI) + queue·(queues visited here) + task·(tasks put back here)}.
 *
 * @param fixedNs per pass
 * @param remoteNs per queue handed to another CPU: its lock, the pool's lock, the list, the IPI
 * @param queueNs per (group, CPU) queue the subtree walk visits, with or without tasks
 * @param taskNs per task put back into its queues
 */
public record UnthrottleCost(long fixedNs, long remoteNs, long queueNs, long taskNs) {
  /**
   * A 384-CPU server, fitted to the traces of the upstream discussion (67.3 ms inline for 422,784
   * queues and 10,000 tasks; 1.592 ms asynchronous for 383 CPUs, 1101 queues and 69 tasks).
   */
  public static final UnthrottleCost GENOA = new UnthrottleCost(0, 3_600, 136, 1_000);

  /** A 2-CPU virtual machine, measured by the longest gap a real-time spinner saw. */
  public static final UnthrottleCost SMALL_VM = new UnthrottleCost(48_000, 3_600, 530, 950);
}
