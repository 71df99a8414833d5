package dev.kedge.verify.compare;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * The test for a distribution when there are too few boots for a test over boots: the values inside
 * the boots are compared, if the boots of each kernel cannot be told apart (the A/A check).
 *
 * <p>Values may be pooled only when they are exchangeable. Two things are looked at for it: boots
 * of one kernel against each other (Kolmogorov and Smirnov, two-sided), and each value against the
 * one before it (the correlation of neighbours). Either speaks against pooling already at a level
 * of 20 %, because a check that lets a real difference pass would make the test over values too
 * sure.
 */
final class WithinBoots {
  private static final int FEWEST_VALUES = 20;
  private static final double AGAINST_POOLING = 0.20;

  /** The normal deviate that a correlation exceeds with {@link #AGAINST_POOLING}, two-sided. */
  private static final double CORRELATION_LIMIT = 1.2816;

  private WithinBoots() {}

  /**
   * The p-value of the candidate's values lying above the baseline's; empty when the values cannot
   * be pooled.
   */
  static OptionalDouble greater(List<double[]> candidate, List<double[]> baseline) {
    if (!exchangeable(candidate) || !exchangeable(baseline)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(RankTest.greater(pooled(candidate), pooled(baseline)));
  }

  private static boolean exchangeable(List<double[]> boots) {
    if (boots.size() < 2 || boots.stream().anyMatch(boot -> boot.length < FEWEST_VALUES)) {
      return false;
    }
    int pairs = boots.size() * (boots.size() - 1) / 2;
    for (int i = 0; i < boots.size(); i++) {
      if (neighboursDepend(boots.get(i))) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        if (KolmogorovSmirnovTest.withDefaults().test(boots.get(i), boots.get(j)).getPValue()
            < AGAINST_POOLING / pairs) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether they do, or cannot be told because a value is censored. */
  private static boolean neighboursDepend(double[] values) {
    double mean = Samples.mean(values);
    double variance = Samples.variance(values, mean) * (values.length - 1);
    if (variance == 0) {
      return false;
    }
    double products = 0;
    for (int i = 1; i < values.length; i++) {
      products += (values[i] - mean) * (values[i - 1] - mean);
    }
    double deviate = Math.abs(products / variance) * Math.sqrt(values.length);
    return !(deviate <= CORRELATION_LIMIT);
  }

  private static double[] pooled(List<double[]> boots) {
    return boots.stream().flatMapToDouble(DoubleStream::of).toArray();
  }
}
