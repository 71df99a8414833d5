package dev.kedge.verify.compare;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.Method;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.SideSummary;
import dev.kedge.verify.result.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Compares one metric of two kernels. The question is not whether they differ at all but whether
 * they differ by more than the tolerance: the tested hypothesis is shifted by it.
 */
final class MetricComparer {
  private final DetectableEffect detectable;
  private final double alpha;

  MetricComparer(DetectableEffect detectable, double alpha) {
    this.detectable = detectable;
    this.alpha = alpha;
  }

  /**
   * The comparison before any correction for others.
   *
   * @param family how many comparisons it will be judged with
   */
  MetricComparison compare(
      MetricKey key,
      String baselineLabel,
      String candidateLabel,
      MetricPair pair,
      Tolerance tolerance,
      boolean gated,
      int family) {
    Oriented sides = Oriented.of(pair, key.statistic(), tolerance);
    BootTest test = new BootTest(pair.baseline().size(), pair.candidate().size(), family, alpha);
    Tested tested = test(sides, test, pair, key.statistic(), gated);
    EffectEstimate effect =
        test.baseline() == 0 || test.candidate() == 0
            ? new EffectEstimate(0, 0, 0)
            : EffectEstimate.of(sides.candidate(), sides.baseline());
    double noise = Samples.pooledDeviation(sides.candidate(), sides.baseline());
    OptionalDouble visible = visible(test, tested, sides, noise);
    Metric any = pair.any();
    return new MetricComparison(
        key.path(),
        key.machine(),
        key.metric(),
        key.statistic(),
        any.unit(),
        any.better(),
        summary(baselineLabel, pair.baseline(), key.statistic()),
        summary(candidateLabel, pair.candidate(), key.statistic()),
        sides.scale(),
        sides.told(effect.shift()),
        sides.told(effect.low()),
        sides.told(effect.high()),
        sides.told(noise),
        sides.toldLoss(sides.margin()),
        visible,
        tested.method(),
        tested.p(),
        tested.p(),
        gated,
        tested.method() == Method.NONE ? Change.UNKNOWN : Change.NONE_SEEN,
        tested.note());
  }

  private record Tested(Method method, double p, String note) {}

  private Tested test(
      Oriented sides, BootTest test, MetricPair pair, Statistic statistic, boolean gated) {
    String counts = "%d boots against %d".formatted(test.candidate(), test.baseline());
    if (test.method() == Method.NONE) {
      return new Tested(Method.NONE, 1, counts + ": at least two of each are needed");
    }
    boolean oneSided = gated && sides.better() != Better.NEITHER;
    if (!test.canFind() && (statistic == Statistic.P50 || statistic == Statistic.MEAN)) {
      var within = withinBoots(sides, pair, oneSided);
      if (within.isPresent()) {
        return new Tested(
            Method.WITHIN_BOOTS,
            within.getAsDouble(),
            counts
                + ", too few for a test over boots; boots of one kernel look alike, so their values"
                + " are pooled");
      }
    }
    double worse = sides.worse(test);
    double p = oneSided ? worse : Math.min(1, 2 * Math.min(worse, sides.better(test)));
    String few =
        test.canFind()
            ? ""
            : ", too few to show any change among " + test.family() + " comparisons";
    return new Tested(sides.methodFor(test), p, counts + few);
  }

  private static OptionalDouble withinBoots(Oriented sides, MetricPair pair, boolean oneSided) {
    List<double[]> candidate = sides.values(pair.candidate());
    List<double[]> baseline = sides.values(pair.baseline());
    OptionalDouble more = WithinBoots.greater(shifted(candidate, -sides.margin()), baseline);
    OptionalDouble less = WithinBoots.greater(shifted(baseline, -sides.margin()), candidate);
    if (more.isEmpty() || less.isEmpty()) {
      return OptionalDouble.empty();
    }
    double worse = sides.better() == Better.HIGHER ? less.getAsDouble() : more.getAsDouble();
    double both = Math.min(1, 2 * Math.min(more.getAsDouble(), less.getAsDouble()));
    return OptionalDouble.of(oneSided ? worse : both);
  }

  private static List<double[]> shifted(List<double[]> boots, double shift) {
    return boots.stream().map(boot -> Samples.shifted(boot, shift)).toList();
  }

  private OptionalDouble visible(BootTest test, Tested tested, Oriented sides, double noise) {
    if (tested.method() == Method.NONE || tested.method() == Method.WITHIN_BOOTS) {
      return OptionalDouble.empty();
    }
    OptionalDouble deviations = detectable.inDeviations(test);
    if (deviations.isEmpty()) {
      return OptionalDouble.empty();
    }
    double told = sides.toldLoss(sides.margin() + deviations.getAsDouble() * noise);
    return Double.isFinite(told) ? OptionalDouble.of(told) : OptionalDouble.empty();
  }

  private static SideSummary summary(String label, List<Metric> boots, Statistic statistic) {
    List<Double> values = new ArrayList<>();
    List<Boolean> censored = new ArrayList<>();
    for (Metric boot : boots) {
      Statistics.BootNumber number = Statistics.of(boot, statistic);
      values.add(number.value());
      censored.add(number.censored());
    }
    return new SideSummary(label, values, censored);
  }
}
