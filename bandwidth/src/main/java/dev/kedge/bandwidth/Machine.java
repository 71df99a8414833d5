package dev.kedge.bandwidth;

/**
 * The computer a scenario runs on.
 *
 * @param cpus number of CPUs, 1 to 1024
 * @param tickNs length of the scheduler tick: 4 ms at HZ=250
 * @param tickPhaseNs time of the first tick after the start, below {@code tickNs}; the same on
 *     every CPU, as the kernel arranges it without {@code skew_tick}
 * @param baseSliceNs the EEVDF base slice ({@code /sys/kernel/debug/sched/base_slice_ns})
 * @param bandwidthSliceNs what one CPU takes from the pool at a time ({@code
 *     sched_cfs_bandwidth_slice_us})
 * @param gracePeriodNs length of an RCU grace period when no reader delays it
 * @param unthrottle what unthrottling costs with interrupts off
 * @param overhead what ticks and switches take from the running task
 * @param lateTimers how often one CPU serves its timers later than the others
 * @param staleLoad other CPUs know a queue's load up to one in so many parts too low; 0 for
 *     exactly. The kernel tells them only of changes by more than a 64th ({@code
 *     update_tg_load_avg}), so that groups of equal shares have not quite equal weights on a CPU
 */
public record Machine(
    int cpus,
    long tickNs,
    long tickPhaseNs,
    long baseSliceNs,
    long bandwidthSliceNs,
    long gracePeriodNs,
    UnthrottleCost unthrottle,
    Overhead overhead,
    LateTimers lateTimers,
    int staleLoad) {

  public static final int MAX_CPUS = 1024;
  public static final long NS_PER_US = 1_000;
  public static final long TICK_250HZ_NS = 4_000_000;

  /** What of its load a queue may keep to itself: one part in so many. */
  public static final int KERNEL_STALE_LOAD = 64;

  public static final long BANDWIDTH_SLICE_NS = 5_000_000;

  /** Checks the ranges. */
  public Machine {
    require(cpus >= 1 && cpus <= MAX_CPUS, "cpus", cpus, "1 to " + MAX_CPUS);
    require(tickNs >= 100_000 && tickNs <= 100_000_000, "tick", tickNs, "0.1 to 100 ms");
    require(tickPhaseNs >= 0 && tickPhaseNs < tickNs, "tick phase", tickPhaseNs, "below the tick");
    require(
        baseSliceNs >= 100_000 && baseSliceNs <= 100_000_000, "slice", baseSliceNs, "0.1-100 ms");
    require(bandwidthSliceNs >= 1000, "bandwidth slice", bandwidthSliceNs, "1 us or more");
    require(staleLoad == 0 || staleLoad >= 2, "stale load", staleLoad, "0, or 2 or more");
    require(gracePeriodNs >= 0, "grace period", gracePeriodNs, "0 or more");
  }

  /**
   * A machine with the defaults of current kernels: HZ=250 and a base slice of 0.7 ms times (1 +
   * log2 of the CPUs, at most 8), as {@code sched_init_granularity} scales it.
   */
  public static Machine of(int cpus) {
    require(cpus >= 1 && cpus <= MAX_CPUS, "cpus", cpus, "1 to " + MAX_CPUS);
    return new Machine(
        cpus,
        TICK_250HZ_NS,
        0,
        700_000L * (32 - Integer.numberOfLeadingZeros(Math.min(cpus, 8))),
        BANDWIDTH_SLICE_NS,
        10_000_000,
        UnthrottleCost.GENOA,
        Overhead.NONE,
        LateTimers.NONE,
        0);
  }

  /** The same with another tick; the phase is taken modulo the tick. */
  public Machine withTick(long tick, long phase) {
    return copy(
        tick, Math.floorMod(phase, tick), baseSliceNs, bandwidthSliceNs, unthrottle, overhead);
  }

  public Machine withBaseSlice(long slice) {
    return copy(tickNs, tickPhaseNs, slice, bandwidthSliceNs, unthrottle, overhead);
  }

  public Machine withBandwidthSlice(long slice) {
    return copy(tickNs, tickPhaseNs, baseSliceNs, slice, unthrottle, overhead);
  }

  public Machine withUnthrottleCost(UnthrottleCost cost) {
    return copy(tickNs, tickPhaseNs, baseSliceNs, bandwidthSliceNs, cost, overhead);
  }

  public Machine withOverhead(Overhead cost) {
    return copy(tickNs, tickPhaseNs, baseSliceNs, bandwidthSliceNs, unthrottle, cost);
  }

  public Machine withGracePeriod(long ns) {
    return new Machine(
        cpus,
        tickNs,
        tickPhaseNs,
        baseSliceNs,
        bandwidthSliceNs,
        ns,
        unthrottle,
        overhead,
        lateTimers,
        staleLoad);
  }

  public Machine withLateTimers(LateTimers late) {
    return new Machine(
        cpus,
        tickNs,
        tickPhaseNs,
        baseSliceNs,
        bandwidthSliceNs,
        gracePeriodNs,
        unthrottle,
        overhead,
        late,
        staleLoad);
  }

  public Machine withStaleLoad(int oneIn) {
    return new Machine(
        cpus,
        tickNs,
        tickPhaseNs,
        baseSliceNs,
        bandwidthSliceNs,
        gracePeriodNs,
        unthrottle,
        overhead,
        lateTimers,
        oneIn);
  }

  private Machine copy(
      long tick, long phase, long base, long slice, UnthrottleCost cost, Overhead kernelTime) {
    return new Machine(
        cpus, tick, phase, base, slice, gracePeriodNs, cost, kernelTime, lateTimers, staleLoad);
  }

  private static void require(boolean ok, String what, long value, String expected) {
    if (!ok) {
      throw new BandwidthException("%s is %d: expected %s".formatted(what, value, expected));
    }
  }
}
