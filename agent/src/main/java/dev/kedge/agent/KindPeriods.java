package dev.kedge.agent;

import dev.kedge.profile.SampleKind;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses at every how many events a sample of a counted kind is taken, by how many events there
 * are: a host that starts a hundred processes a second faults as many thousand pages, and a period
 * that suits a quiet one would have the agent do little else than unwind them. A kind may give a
 * quarter as many samples as CPU time does. More events count at once, fewer only little by little,
 * and small changes not at all, since each opens the events anew. One thread at a time.
 */
final class KindPeriods {
  private static final double SHARE_OF_CPU_SAMPLES = 0.25;

  /** What is kept of the rate before when there are fewer events. */
  private static final double MEMORY = 0.8;

  private static final double TOO_MANY = 1.5;
  private static final double TOO_FEW = 0.4;

  private final Map<SampleKind, Double> eventsPerSecond = new EnumMap<>(SampleKind.class);

  /**
   * Takes what a window counted.
   *
   * @param samples of the window
   * @param period events for each of them
   * @param seconds its length
   */
  void observe(SampleKind kind, long samples, long period, double seconds) {
    double now = samples * (double) period / Math.max(0.1, seconds);
    eventsPerSecond.merge(
        kind,
        now,
        (before, rate) ->
            rate > before ? (before + rate) / 2 : MEMORY * before + (1 - MEMORY) * rate);
  }

  /**
   * The kinds with the periods they should have.
   *
   * @param now as they are sampled at the moment
   * @param cpuSamples samples of CPU time per second on all CPUs when these are busy
   */
  List<SampledKind> choose(List<SampledKind> now, double cpuSamples) {
    return now.stream().map(kind -> choose(kind, cpuSamples)).toList();
  }

  private SampledKind choose(SampledKind kind, double cpuSamples) {
    Double rate = eventsPerSecond.get(kind.kind());
    if (kind.fixed() || rate == null) {
      return kind;
    }
    double wanted = rate / Math.max(1, SHARE_OF_CPU_SAMPLES * cpuSamples);
    double period =
        Math.clamp(
            wanted, (double) SampledKind.finest(kind.kind()), (double) SampledKind.MAX_PERIOD);
    boolean far = period > TOO_MANY * kind.period() || period < TOO_FEW * kind.period();
    return far ? kind.every(prime((long) period)) : kind;
  }

  /** A prime near by, so that loops of programs do not beat with it. */
  private static long prime(long period) {
    return BigInteger.valueOf(period - 1).nextProbablePrime().longValue();
  }
}
