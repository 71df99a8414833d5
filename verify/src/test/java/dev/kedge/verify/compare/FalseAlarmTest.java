package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.Verdict;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often the procedure fails a kernel that is compared with itself: runs of six gates under
 * several kinds of noise, without any tolerance, so that the level itself is measured. The printed
 * figures stand in docs/benchmarks.md.
 */
class FalseAlarmTest {
  private static final int RUNS = Integer.getInteger("kedge.verify.aa.runs", 60);
  private static final Set<String> NAMES = Set.of("a", "b", "c", "d", "e", "f");

  /** What boots of one kernel differ by. */
  enum Noise {
    /** 3 % around a mean. */
    NARROW,
    /** A factor of two either way. */
    WIDE,
    /** The maximum of a long tail: the mean does not exist. */
    LONG_TAIL,
    /** Two modes, half of the boots each: what t alone would be too sure of. */
    TWO_MODES,
    /** Mostly the same number, rarely another. */
    RARELY_ANOTHER,
    /** Small counts with many zeros. */
    COUNTS;

    private double boot(Random random) {
      return switch (this) {
        case NARROW -> 100 * Math.exp(0.03 * random.nextGaussian());
        case WIDE -> 100 * Math.exp(0.7 * random.nextGaussian());
        case LONG_TAIL -> Math.pow(1 - random.nextDouble(), -1 / 0.9);
        case TWO_MODES -> (random.nextBoolean() ? 1 : 3) * (1 + 1e-4 * random.nextGaussian());
        case RARELY_ANOTHER -> random.nextInt(10) == 0 ? 12 : 0.2;
        case COUNTS -> Math.floor(-Math.log(1 - random.nextDouble()));
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void aKernelAgainstItselfFailsNotMoreOftenThanStated(Noise noise) {
    for (int rounds : new int[] {3, 4, 5, 8}) {
      Random random = new Random(17L * rounds + noise.name().hashCode());
      int alarms = 0;
      Judge judge = Rounds.judge(NAMES, new Tolerance(0, 0));
      for (int run = 0; run < RUNS; run++) {
        Rounds boots = new Rounds();
        for (String gate : NAMES) {
          boots.metric(
              gate, Better.LOWER, draw(noise, rounds, random), draw(noise, rounds, random));
        }
        alarms += judge.judge(boots.run(), List.of()).verdict() == Verdict.FAIL ? 1 : 0;
      }
      double rate = (double) alarms / RUNS;
      System.out.printf("A/A %s, %d rounds: %.1f %%%n", noise, rounds, 100 * rate);
      double threeDeviations = 3 * Math.sqrt(0.05 * 0.95 / RUNS);
      assertThat(rate).isLessThanOrEqualTo(Judge.DEFAULT_ALPHA + threeDeviations);
    }
  }

  private static double[] draw(Noise noise, int rounds, Random random) {
    double[] values = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      values[i] = noise.boot(random);
    }
    return values;
  }
}
