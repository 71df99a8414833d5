package dev.kedge.report.line;

/**
 * One line of a kernel log with its carrier's prefix taken off.
 *
 * @param number position in the log, counted from 1
 * @param raw the line as it stood in the log, without carriage returns
 * @param text what the kernel printed: {@code raw} without level, time stamp, caller and carrier
 * @param host the machine a syslog line names, empty when the line names none
 * @param caller who printed it: {@code T12} a task, {@code C0} a CPU outside task context, empty
 *     when the log does not say (CONFIG_PRINTK_CALLER)
 * @param micros kernel time stamp in microseconds since boot, -1 when the line has none
 */
public record LogLine(
    int number, String raw, String text, String host, String caller, long micros) {
  /** True when the line was printed from an interrupt or another context that is no task. */
  public boolean fromCpu() {
    return caller.startsWith("C");
  }
}
