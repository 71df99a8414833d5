package dev.kedge.linux.cgroup;

/**
 * Limit and weight of a cgroup.
 *
 * @param quotaMicros CPU time per period, or -1 without a limit
 * @param periodMicros the period
 * @param burstMicros unused time that may be carried over
 * @param shares weight in the scale of {@code cpu.shares}
 * @param idle {@code cpu.idle}
 */
public record GroupSettings(
    long quotaMicros, long periodMicros, long burstMicros, int shares, boolean idle) {
  /** A group without files of the cpu controller. */
  static final GroupSettings DEFAULTS = new GroupSettings(-1, 100_000, 0, 1024, false);

  /** Whether it has a limit. */
  public boolean limited() {
    return quotaMicros >= 0;
  }
}
