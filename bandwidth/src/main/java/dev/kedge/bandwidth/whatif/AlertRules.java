package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Mechanism;
import java.util.Locale;

/**
 * The rules of {@link Alert}. Throttled time is a sum over CPUs and says little about harm; what
 * counts is the part of the time its threads wanted to run and could not, and whether others can be
 * held up behind a lock.
 *
 * <p>Limits chosen: below 1 % of the periods the usual objective (not throttled in 99 %) is met;
 * from a tenth of the wanted time on users see it; from a half on the service does half its work.
 */
final class AlertRules {
  private static final double RARE = 0.01;
  private static final double NOTICEABLE = 0.1;
  private static final double SEVERE = 0.5;
  private static final double KERNEL_PAUSE_MS = 50;

  private AlertRules() {}

  /**
   * The verdict.
   *
   * @param share part of the periods with throttling, of this limit or one above it
   * @param lost waiting threads on average
   * @param usage CPUs used
   * @param throttledCpus throttled time over the interval
   * @param kernelPauseMs how long a thread can stand still inside the kernel
   */
  static Alert of(
      Kernel kernel,
      double share,
      double lost,
      double usage,
      double throttledCpus,
      double kernelPauseMs) {
    double stalled = lost + usage <= 0 ? 0 : lost / (lost + usage);
    boolean lockRisk = kernel.mechanism() == Mechanism.GROUP && kernelPauseMs >= KERNEL_PAUSE_MS;
    String figures =
        String.format(
            Locale.ROOT,
            "throttled in %.1f %% of the periods; its threads lose %.3f s per second, %.0f %% of"
                + " the time they want to run",
            100 * share,
            lost,
            100 * stalled);
    if (share < RARE) {
      return new Alert(Alert.Verdict.IGNORE, figures + ": rare", lost, throttledCpus, stalled);
    }
    if (stalled >= SEVERE && share >= SEVERE) {
      return new Alert(
          Alert.Verdict.WAKE,
          figures + ": it gets half or less of what it asks for, all the time",
          lost,
          throttledCpus,
          stalled);
    }
    if (stalled >= NOTICEABLE) {
      return new Alert(
          Alert.Verdict.TICKET, figures + ": users can notice", lost, throttledCpus, stalled);
    }
    if (lockRisk) {
      String risk =
          String.format(
              Locale.ROOT,
              ": little, but on this kernel a thread inside the kernel stands still for up to"
                  + " %.0f ms, and with it whoever waits for its locks",
              kernelPauseMs);
      return new Alert(Alert.Verdict.TICKET, figures + risk, lost, throttledCpus, stalled);
    }
    return new Alert(
        Alert.Verdict.IGNORE, figures + ": too little to matter", lost, throttledCpus, stalled);
  }
}
