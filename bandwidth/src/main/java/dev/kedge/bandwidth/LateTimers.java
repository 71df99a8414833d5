package dev.kedge.bandwidth;

/**
 * How often one CPU serves its expired timers later than the others.
 *
 * <p>Tasks that sleep until the same time wake in one interrupt on each CPU. Where all CPUs take it
 * at once every task finds its own CPU as it left it. Where one is late, an earlier one finds it
 * idle and sends it a task of its own: the tasks are spread unevenly from then on.
 *
 * <p>No interrupt is served at the very nanosecond either. That decides where exact times would be
 * equal: two hogs whose turns were four milliseconds each are level, and who was given some
 * nanoseconds less goes on ({@code entity_eligible}).
 *
 * @param oneIn one interrupt in so many is late; 0 for none
 * @param upToNs by how much at most
 * @param ticksUpToNs how late a tick is at most, each by another time
 */
public record LateTimers(int oneIn, long upToNs, long ticksUpToNs) {
  /** All CPUs serve their timers on time. */
  public static final LateTimers NONE = new LateTimers(0, 0, 0);

  private static final long MAX_NS = 1_000_000;

  /** Half of the shortest tick. */
  private static final long MOST_OF_TICK_NS = 50_000;

  /** Checks the ranges. */
  public LateTimers {
    if (oneIn < 0 || upToNs < 0 || upToNs > MAX_NS) {
      throw new BandwidthException(
          "late timers are one in %d by up to %d ns: expected 0 or more, by at most 1 ms"
              .formatted(oneIn, upToNs));
    }
    if (ticksUpToNs < 0 || ticksUpToNs > MOST_OF_TICK_NS) {
      throw new BandwidthException(
          "ticks are up to %d ns late: expected 0 to 50 us".formatted(ticksUpToNs));
    }
  }
}
