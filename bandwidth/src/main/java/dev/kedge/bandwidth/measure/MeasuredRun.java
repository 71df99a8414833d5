package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.Machine;
import java.util.List;

/**
 * One run of a measurement.
 *
 * @param kernel release it ran on; empty when the file does not say
 * @param emulated whether the machine counted time in instructions, so that nothing disturbed it
 * @param row name of the configuration
 * @param repetition which of its runs
 * @param groups parents before children
 */
public record MeasuredRun(
    String kernel, boolean emulated, String row, int repetition, List<MeasuredGroup> groups) {
  private static final int OUTSIDE_CLASSES = 40;

  /** Below this share of a CPU the rest of the machine is kernel threads. */
  private static final double QUIET = 0.02;

  /** A program that never sleeps is one that sleeps this little. */
  private static final double MOST = 0.99;

  public MeasuredRun {
    groups = List.copyOf(groups);
  }

  /**
   * How much other programs ran of the time the groups left to them, per CPU: 0 where that is no
   * more than kernel threads do, or than it can be told.
   */
  double outside(int cpus) {
    return outside(cpus, 0);
  }

  /**
   * The same, less what was counted there of the groups themselves.
   *
   * @param excessNs what {@linkplain TickSampling ticks} count of them beyond their usage on an
   *     idle machine; where another program follows a throttled group its time makes up for that
   */
  double outside(int cpus, double excessNs) {
    MeasuredGroup.Values values = groups.getFirst().values();
    double left = (double) cpus * values.durationNs() - usageNs();
    double unsure =
        emulated ? 2 * sampling() * values.durationNs() : QUIET * cpus * values.durationNs();
    double idle = left <= 0 ? 0 : Math.clamp(1 - values.outsideBusyNs() / left, 0, 1);
    double busy = values.outsideBusyNs() - excessNs * idle;
    return busy <= unsure || left <= 0 ? 0 : Math.min(MOST, busy / left);
  }

  /** Repetitions of a row with the same number share their simulations. */
  long outsideClass(int cpus) {
    return Math.round(OUTSIDE_CLASSES * outside(cpus));
  }

  private double usageNs() {
    double usage = 0;
    for (MeasuredGroup group : groups) {
      usage += group.parent().isEmpty() ? group.values().usageNs() : 0;
    }
    return usage;
  }

  /**
   * On an emulated machine the rest is what ticks have not met idle, and as throttling begins at
   * ticks too that may be off by one in each period.
   */
  private double sampling() {
    long period = Long.MAX_VALUE;
    for (MeasuredGroup group : groups) {
      period = Math.min(period, group.limit().periodUs() * Machine.NS_PER_US);
    }
    return Math.min(1, (double) Machine.TICK_250HZ_NS / period);
  }
}
