package dev.kedge.verify.compare;

import dev.kedge.verify.result.Method;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;

/**
 * The smallest change a test over boots finds in 80 of 100 runs, in standard deviations of one
 * boot. It is found by drawing: the same normal boots are tested at one size of change after the
 * other. Thread-safe; it keeps what it found.
 */
final class DetectableEffect {
  private static final int RUNS = 1_000;
  private static final double POWER = 0.80;
  private static final double GREATEST = 200;

  private final Map<BootTest, OptionalDouble> found = new ConcurrentHashMap<>();

  /** The change beyond the minimal effect; empty when so few boots can show none. */
  OptionalDouble inDeviations(BootTest test) {
    return found.computeIfAbsent(test, DetectableEffect::search);
  }

  private static OptionalDouble search(BootTest test) {
    if (!test.canFind()) {
      return OptionalDouble.empty();
    }
    double[][][] runs = runs(test);
    Finds finds = finds(test);
    double low = 0;
    double high = 1;
    while (power(finds, runs, high) < POWER) {
      low = high;
      high *= 2;
      if (high > GREATEST) {
        return OptionalDouble.empty();
      }
    }
    for (int i = 0; i < 10; i++) {
      double half = (low + high) / 2;
      if (power(finds, runs, half) < POWER) {
        low = half;
      } else {
        high = half;
      }
    }
    return OptionalDouble.of(high);
  }

  private static double power(Finds finds, double[][][] runs, double change) {
    int seen = 0;
    for (double[][] run : runs) {
      seen += finds.change(Samples.shifted(run[0], change), run[1]) ? 1 : 0;
    }
    return (double) seen / runs.length;
  }

  /** Whether the test finds a change in one run. */
  private interface Finds {
    boolean change(double[] candidate, double[] baseline);
  }

  /** Of ranks the critical sum is looked up once instead of a p-value in each run. */
  private static Finds finds(BootTest test) {
    double level = test.alpha() / test.family();
    if (test.method() == Method.BOOT_RANKS
        && test.candidate() + test.baseline() <= RankTest.EXACT_UP_TO) {
      int critical = RankTest.criticalSum(test.candidate(), test.baseline(), level);
      return (candidate, baseline) -> RankTest.rankSum(candidate, baseline) >= critical;
    }
    return (candidate, baseline) -> test.greater(candidate, baseline) <= level;
  }

  private static double[][][] runs(BootTest test) {
    Random random = new Random(0x6b65646765L);
    double[][][] runs = new double[RUNS][2][];
    for (double[][] run : runs) {
      run[0] = DoubleStream.generate(random::nextGaussian).limit(test.candidate()).toArray();
      run[1] = DoubleStream.generate(random::nextGaussian).limit(test.baseline()).toArray();
    }
    return runs;
  }
}
