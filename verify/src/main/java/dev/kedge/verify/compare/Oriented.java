package dev.kedge.verify.compare;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.Method;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Scale;
import dev.kedge.verify.result.Statistic;
import java.util.List;
import java.util.stream.Stream;

/**
 * Both sides of a comparison on the scale they are tested on: logarithms where all values are
 * positive, so that effects are shares and noise is alike for small and great values; the plain
 * values otherwise.
 */
final class Oriented {
  private final Scale scale;
  private final Better better;
  private final double margin;
  private final double[] baseline;
  private final double[] candidate;
  private final double[] baselineRanked;
  private final double[] candidateRanked;
  private final boolean baselineCensored;
  private final boolean candidateCensored;

  private Oriented(
      Scale scale,
      Better better,
      double margin,
      List<Statistics.BootNumber> baseline,
      List<Statistics.BootNumber> candidate) {
    this.scale = scale;
    this.better = better;
    this.margin = margin;
    this.baseline = baseline.stream().mapToDouble(n -> onScale(n.value())).toArray();
    this.candidate = candidate.stream().mapToDouble(n -> onScale(n.value())).toArray();
    this.baselineRanked = baseline.stream().mapToDouble(this::ranked).toArray();
    this.candidateRanked = candidate.stream().mapToDouble(this::ranked).toArray();
    this.baselineCensored = baseline.stream().anyMatch(Statistics.BootNumber::censored);
    this.candidateCensored = candidate.stream().anyMatch(Statistics.BootNumber::censored);
  }

  static Oriented of(MetricPair pair, Statistic statistic, Tolerance tolerance) {
    List<Statistics.BootNumber> baseline = numbers(pair.baseline(), statistic);
    List<Statistics.BootNumber> candidate = numbers(pair.candidate(), statistic);
    boolean positive =
        Stream.concat(baseline.stream(), candidate.stream()).allMatch(n -> n.value() > 0);
    double middle = baseline.isEmpty() ? 0 : Math.abs(median(baseline));
    double margin =
        positive
            ? Math.log1p(
                Math.max(tolerance.relative(), middle > 0 ? tolerance.absolute() / middle : 0))
            : Math.max(tolerance.relative() * middle, tolerance.absolute());
    return new Oriented(
        positive ? Scale.RELATIVE : Scale.DIFFERENCE,
        pair.any().better(),
        margin,
        baseline,
        candidate);
  }

  Scale scale() {
    return scale;
  }

  Better better() {
    return better;
  }

  /** The tolerance on the scale of the values. */
  double margin() {
    return margin;
  }

  double[] baseline() {
    return baseline.clone();
  }

  double[] candidate() {
    return candidate.clone();
  }

  /** A shift on the scale of the values, as it is told: a share or a difference. */
  double told(double shift) {
    double told = scale == Scale.RELATIVE ? Math.expm1(shift) : shift;
    return Math.clamp(told, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  /** The size of a loss on the scale of the values, as it is told: always positive. */
  double toldLoss(double loss) {
    return better == Better.HIGHER ? -told(-loss) : told(loss);
  }

  /** The p-value of the candidate being worse by more than the margin; of more, if neither is. */
  double worse(BootTest test) {
    return better == Better.HIGHER ? less(test) : more(test);
  }

  /** The p-value of the candidate being better by more than the margin; of less, if neither is. */
  double better(BootTest test) {
    return better == Better.HIGHER ? more(test) : less(test);
  }

  /** What the p-value of the direction that was seen rests on. */
  Method methodFor(BootTest test) {
    boolean moreSeen = Samples.median(candidate) >= Samples.median(baseline);
    return moreSeen ? method(test, baselineCensored) : method(test, candidateCensored);
  }

  /**
   * Ranks when the side that should lie below is censored: its bounds would make the difference
   * greater than it is. Bounds of the other side only make it smaller.
   */
  private static Method method(BootTest test, boolean lowerSideCensored) {
    return lowerSideCensored ? Method.BOOT_RANKS : test.method();
  }

  /** The values of each boot on the scale, censored ones above all others. */
  List<double[]> values(List<Metric> boots) {
    return boots.stream().map(this::values).toList();
  }

  private double[] values(Metric metric) {
    int complete = metric.values().size() - metric.censored();
    double[] values = new double[metric.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ranked(new Statistics.BootNumber(metric.values().get(i), i >= complete));
    }
    return values;
  }

  private double more(BootTest test) {
    if (method(test, baselineCensored) == Method.BOOT_RANKS) {
      return RankTest.greater(Samples.shifted(candidateRanked, -margin), baselineRanked);
    }
    return test.greater(Samples.shifted(candidate, -margin), baseline);
  }

  private double less(BootTest test) {
    if (method(test, candidateCensored) == Method.BOOT_RANKS) {
      return RankTest.greater(Samples.shifted(baselineRanked, -margin), candidateRanked);
    }
    return test.greater(Samples.shifted(baseline, -margin), candidate);
  }

  private double onScale(double value) {
    return scale == Scale.RELATIVE ? Math.log(value) : value;
  }

  private double ranked(Statistics.BootNumber number) {
    return number.censored() ? Double.MAX_VALUE : onScale(number.value());
  }

  private static List<Statistics.BootNumber> numbers(List<Metric> boots, Statistic statistic) {
    return boots.stream().map(boot -> Statistics.of(boot, statistic)).toList();
  }

  private static double median(List<Statistics.BootNumber> numbers) {
    return Samples.median(numbers.stream().mapToDouble(Statistics.BootNumber::value).toArray());
  }
}
