package dev.kedge.linux.proc;

/**
 * {@code /proc/loadavg}: average of runnable and uninterruptible tasks.
 *
 * @param one over one minute
 * @param five over five minutes
 * @param fifteen over fifteen minutes
 * @param runnable tasks runnable now
 * @param tasks all tasks now
 */
public record LoadAverage(double one, double five, double fifteen, int runnable, int tasks) {}
