package dev.kedge.bandwidth.cgroup;

import java.util.Locale;

/**
 * One line of {@code cpu.pressure}: the running averages over 10, 60 and 300 s that the kernel
 * updates every two seconds and a tick from a growing total ({@code update_averages}, {@code
 * calc_avgs}, kernel/sched/psi.c).
 */
final class Pressure {
  private static final int FIXED_SHIFT = 11;
  private static final long FIXED_1 = 1L << FIXED_SHIFT;

  /** exp(-2 s / 10 s), exp(-2 s / 60 s) and exp(-2 s / 300 s) in units of 2^-11. */
  private static final long[] DECAY = {1677, 1981, 2034};

  private final long intervalNs;
  private final long[] averages = new long[DECAY.length];
  private long lastUpdate;
  private long nextUpdate;
  private long averagedNs;

  /**
   * A line with nothing in it yet.
   *
   * @param createdNs when the group was made
   * @param tickNs length of a tick
   */
  Pressure(long createdNs, long tickNs) {
    this.intervalNs = interval(tickNs);
    this.lastUpdate = createdNs;
    this.nextUpdate = createdNs + intervalNs;
  }

  /** Time between two updates: {@code 2*HZ+1} ticks. */
  static long interval(long tickNs) {
    return (2_000_000_000L / tickNs + 1) * tickNs;
  }

  /** When the averages change next. */
  long nextUpdate() {
    return nextUpdate;
  }

  /** Takes the total in when an update is due. */
  void update(long now, long totalNs) {
    if (now < nextUpdate) {
      return;
    }
    long missed = (now - nextUpdate) / intervalNs;
    long period = now - (lastUpdate + missed * intervalNs);
    nextUpdate += (1 + missed) * intervalNs;
    lastUpdate = now;
    // An excess is shown later, when the pressure has gone down.
    long sample = Math.min(totalNs - averagedNs, period);
    averagedNs += sample;
    long percent = sample * 100 / period * FIXED_1;
    for (int i = 0; i < DECAY.length; i++) {
      averages[i] = decay(decay(averages[i], power(DECAY[i], missed), 0), DECAY[i], percent);
    }
  }

  /** {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}, without the line feed. */
  String line(String kind, long totalNs) {
    return String.format(
        Locale.ROOT,
        "%s avg10=%s avg60=%s avg300=%s total=%d",
        kind,
        percent(averages[0]),
        percent(averages[1]),
        percent(averages[2]),
        totalNs / 1_000);
  }

  private static String percent(long fixed) {
    return String.format(
        Locale.ROOT,
        "%d.%02d",
        fixed >> FIXED_SHIFT,
        ((fixed & (FIXED_1 - 1)) * 100) >> FIXED_SHIFT);
  }

  /** {@code calc_load}. */
  private static long decay(long load, long factor, long active) {
    long sum = load * factor + active * (FIXED_1 - factor);
    return (active >= load ? sum + FIXED_1 - 1 : sum) / FIXED_1;
  }

  /** {@code fixed_power_int}: the factor to the n-th, rounded at each step. */
  private static long power(long factor, long n) {
    long result = FIXED_1;
    long square = factor;
    for (long left = n; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        result = (result * square + FIXED_1 / 2) >> FIXED_SHIFT;
      }
      square = (square * square + FIXED_1 / 2) >> FIXED_SHIFT;
    }
    return result;
  }
}
