package dev.kedge.bandwidth;

/**
 * CPU time the kernel itself takes from whoever runs: charged to the task, and no progress for it.
 *
 * <p>It does not move throttling, which counts time on the CPU, but it lengthens what a task needs
 * for its work: about 1 % on bare metal, up to 3 % where a tick costs an exit to a hypervisor.
 *
 * @param tickNs per scheduler tick
 * @param switchNs per switch to a task
 * @param sliceTimerNs per end of a slice by its own timer (HRTICK)
 * @param wakeNs per sleep and wakeup: the system call, the timer, the wakeup itself
 */
public record Overhead(long tickNs, long switchNs, long sliceTimerNs, long wakeNs) {
  /** A machine that costs nothing. */
  public static final Overhead NONE = new Overhead(0, 0, 0, 0);
}
