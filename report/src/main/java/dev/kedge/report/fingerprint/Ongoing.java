package dev.kedge.report.fingerprint;

import java.time.Duration;

/**
 * A state the kernel reports again and again while it lasts, such as a hung task.
 *
 * @param key the same for every report of the state on one host and boot: task, process id, stack
 * @param lasted how long it had lasted at the report, at least
 */
public record Ongoing(String key, Duration lasted) {
  /** Reports are some time apart from the second they speak of. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /**
   * True when this report and one before it are of one state, without an end in between: the task
   * had been blocked since before the earlier report. Older kernels always name the threshold
   * instead of the real time; they look once in each threshold, so the same test holds.
   *
   * @param before the report before
   * @param apart time from that report to this one, never negative
   */
  public boolean continues(Ongoing before, Duration apart) {
    return key.equals(before.key) && apart.compareTo(lasted.plus(SLACK)) <= 0;
  }
}
