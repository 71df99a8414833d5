package dev.kedge.verify.compare;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The Mann-Whitney test (Mann and Whitney 1947), one-sided. Up to {@link #EXACT_UP_TO} values in
 * all every way to deal them to the two sides is counted, ties as midranks; beyond, the normal
 * approximation with the correction for ties.
 */
final class RankTest {
  /** Up to so many values on both sides together the p-value is exact. */
  static final int EXACT_UP_TO = 40;

  private RankTest() {}

  /** The chance that equal distributions put {@code high} at least so far above {@code low}. */
  static double greater(double[] high, double[] low) {
    if (high.length + low.length > EXACT_UP_TO) {
      return approximate(high, low);
    }
    double[] all = Arrays.copyOf(high, high.length + low.length);
    System.arraycopy(low, 0, all, high.length, low.length);
    int[] doubled = doubledMidranks(all);
    int seen = Arrays.stream(doubled, 0, high.length).sum();
    return shareAtLeast(waysBySum(doubled, high.length), seen);
  }

  /**
   * The smallest sum of ranks, among whole ranks from 1, that reaches {@code level}; beyond any sum
   * when none does. Only for sizes with exact p-values.
   */
  static int criticalSum(int high, int low, double level) {
    int[] doubled = IntStream.rangeClosed(1, high + low).map(rank -> 2 * rank).toArray();
    double[] ways = waysBySum(doubled, high);
    int sum = ways.length - 1;
    while (sum >= 0 && shareAtLeast(ways, sum) <= level) {
      sum--;
    }
    return (sum + 2) / 2;
  }

  /** The sum of the ranks of {@code high} among all values, which are all different. */
  static int rankSum(double[] high, double[] low) {
    int sum = high.length * (high.length + 1) / 2;
    for (double h : high) {
      for (double l : low) {
        sum += h > l ? 1 : 0;
      }
    }
    return sum;
  }

  /** The smallest p-value that sides of these sizes can give. */
  static double smallest(int a, int b) {
    double ways = 1;
    for (int i = 1; i <= a; i++) {
      ways *= (double) (b + i) / i;
    }
    return 1 / ways;
  }

  private static double approximate(double[] high, double[] low) {
    double first = high[0];
    if (Arrays.stream(high).allMatch(v -> v == first)
        && Arrays.stream(low).allMatch(v -> v == first)) {
      return 1;
    }
    return MannWhitneyUTest.withDefaults()
        .with(AlternativeHypothesis.GREATER_THAN)
        .with(PValueMethod.ASYMPTOTIC)
        .test(high, low)
        .getPValue();
  }

  /** Twice the midrank of each value, so that ties stay whole numbers. */
  private static int[] doubledMidranks(double[] all) {
    int[] ranks = new int[all.length];
    for (int i = 0; i < all.length; i++) {
      int below = 0;
      int same = 0;
      for (double other : all) {
        int order = Double.compare(other, all[i]);
        below += order < 0 ? 1 : 0;
        same += order == 0 ? 1 : 0;
      }
      ranks[i] = 2 * below + same + 1;
    }
    return ranks;
  }

  /** How many choices of {@code size} ranks have each sum. */
  private static double[] waysBySum(int[] ranks, int size) {
    int total = Arrays.stream(ranks).sum();
    double[][] ways = new double[size + 1][total + 1];
    ways[0][0] = 1;
    for (int rank : ranks) {
      for (int chosen = size; chosen >= 1; chosen--) {
        for (int s = total; s >= rank; s--) {
          ways[chosen][s] += ways[chosen - 1][s - rank];
        }
      }
    }
    return ways[size];
  }

  private static double shareAtLeast(double[] ways, int sum) {
    double all = Arrays.stream(ways).sum();
    return Math.min(1, Arrays.stream(ways, sum, ways.length).sum() / all);
  }
}
