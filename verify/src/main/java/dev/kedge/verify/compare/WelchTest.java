package dev.kedge.verify.compare;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/**
 * Welch's t-test (Welch 1947), one-sided, with a floor.
 *
 * <p>With few boots t alone is too sure of itself: boots that happen to agree have a spread near
 * zero. The worst such metric has two values, one of them with probability q in every boot of
 * either kernel; all boots of the one side show the first and all of the other the second with q^a
 * (1-q)^b, at most a^a b^b / (a+b)^(a+b). No p-value is given below that: 1/16 for two boots a
 * side, 1/64 for three, 1/256 for four.
 */
final class WelchTest {
  private WelchTest() {}

  /** The chance that equal means put {@code high} so far above {@code low}; at least two each. */
  static double greater(double[] high, double[] low) {
    double floor = smallest(high.length, low.length);
    double highMean = Samples.mean(high);
    double lowMean = Samples.mean(low);
    double highVariance = Samples.variance(high, highMean);
    double lowVariance = Samples.variance(low, lowMean);
    double error = highVariance / high.length + lowVariance / low.length;
    double difference = highMean - lowMean;
    if (Math.sqrt(error) <= 1e-12 * Math.max(Math.abs(highMean), Math.abs(lowMean))) {
      return difference > 0 ? floor : 1;
    }
    double p =
        TTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .with(DataDispersion.HETEROSCEDASTIC)
            .test(highMean, highVariance, high.length, lowMean, lowVariance, low.length)
            .getPValue();
    return Math.min(1, Math.max(floor, p));
  }

  /** The smallest p-value that sides of these sizes can give. */
  static double smallest(int a, int b) {
    return Math.exp(a * Math.log(a) + b * Math.log(b) - (a + b) * Math.log(a + b));
  }
}
