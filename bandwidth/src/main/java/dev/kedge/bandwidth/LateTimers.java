package dev.kedge.bandwidth;

/**
 * How often one CPU serves its expired timers later than the others.
 *
 * <p>Tasks that sleep until the same time wake in one interrupt on each CPU. Where all CPUs take it
 * at once every task finds its own CPU as it left it. Where one is late, an earlier one finds it
 * idle and sends it a task of its own: the tasks are spread unevenly from then on.
 *
 * @param oneIn one interrupt in so many is late; 0 for none
 * @param upToNs by how much at most
 */
public record LateTimers(int oneIn, long upToNs) {
  /** All CPUs serve their timers on time. */
  public static final LateTimers NONE = new LateTimers(0, 0);

  private static final long MAX_NS = 1_000_000;

  /** Checks the ranges. */
  public LateTimers {
    if (oneIn < 0 || upToNs < 0 || upToNs > MAX_NS) {
      throw new BandwidthException(
          "late timers are one in %d by up to %d ns: expected 0 or more, by at most 1 ms"
              .formatted(oneIn, upToNs));
    }
  }
}
