package dev.kedge.linux.proc;

/**
 * Totals of {@code /proc/stat} (show_stat, fs/proc/stat.c); CPU times are in clock ticks of {@link
 * TaskStat#TICKS_PER_SECOND}, summed over CPUs.
 *
 * @param userTicks user mode, without nice and guests
 * @param niceTicks user mode with lowered priority, without guests
 * @param systemTicks kernel mode
 * @param idleTicks idle
 * @param ioWaitTicks idle with a task waiting for I/O
 * @param irqTicks interrupts
 * @param softIrqTicks soft interrupts
 * @param stealTicks taken by the hypervisor
 * @param guestTicks running guests, nice ones included
 * @param interrupts interrupts served
 * @param contextSwitches context switches
 * @param bootTimeSeconds wall-clock time of boot, seconds of the epoch
 * @param forks tasks made
 * @param running runnable tasks now
 * @param blocked tasks waiting for I/O now
 */
public record SystemStat(
    long userTicks,
    long niceTicks,
    long systemTicks,
    long idleTicks,
    long ioWaitTicks,
    long irqTicks,
    long softIrqTicks,
    long stealTicks,
    long guestTicks,
    long interrupts,
    long contextSwitches,
    long bootTimeSeconds,
    long forks,
    int running,
    int blocked) {
  /** Ticks in which a CPU did something, of this machine or for a guest. */
  public long busyTicks() {
    return userTicks + niceTicks + systemTicks + irqTicks + softIrqTicks + guestTicks;
  }
}
