package dev.kedge.linux.proc;

/**
 * All tasks (threads) of the host, looked at one by one.
 *
 * @param tasks tasks read
 * @param running tasks in state R
 * @param uninterruptible tasks in state D
 * @param runDelayNanos time tasks waited on run queues since the scan before, summed over tasks; 0
 *     in the first scan. Waits of tasks that ended since then are missing.
 * @param vanished tasks that ended while they were read
 * @param omitted tasks not read because there are too many
 */
public record TaskScan(
    int tasks, int running, int uninterruptible, long runDelayNanos, int vanished, int omitted) {}
