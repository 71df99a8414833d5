package dev.kedge.verify.result;

import java.util.OptionalDouble;

/**
 * One metric of the candidate against the baseline. Effects, noise and the minimal and the
 * detectable effect are on the {@link Scale} given: shares of the baseline or differences in the
 * unit.
 *
 * @param path the case, a {@link CaseResult#path()}
 * @param machine the machine both sides ran on
 * @param metric the metric's name
 * @param statistic the number that stands for each boot
 * @param unit the metric's unit
 * @param better which direction is an improvement
 * @param baseline the boots of the baseline
 * @param candidate the boots of the candidate
 * @param scale how effects are told
 * @param effect the Hodges-Lehmann estimate over the boots; positive is more
 * @param low the lower end of the 95 % bootstrap interval of the effect, drawn by boots
 * @param high the upper end
 * @param noise the A/A noise: the standard deviation of one boot around its own kernel's mean
 * @param minimalEffect changes up to this size are of no interest
 * @param detectable the smallest true effect that so many boots find in 80 of 100 runs; empty when
 *     none can be found or the noise is unknown
 * @param method what the p-value rests on
 * @param pValue the chance of such a change where none above the minimal effect exists
 * @param adjustedP the same after correction for the number of comparisons made
 * @param gated whether a gate looks at it: the correction among gates is Holm's, among the others
 *     Benjamini and Hochberg's
 * @param change what it comes to
 * @param note one sentence on how the result was come by
 */
public record MetricComparison(
    String path,
    String machine,
    String metric,
    Statistic statistic,
    String unit,
    Better better,
    SideSummary baseline,
    SideSummary candidate,
    Scale scale,
    double effect,
    double low,
    double high,
    double noise,
    double minimalEffect,
    OptionalDouble detectable,
    Method method,
    double pValue,
    double adjustedP,
    boolean gated,
    Change change,
    String note) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is not finite, or a p-value is no probability
   */
  public MetricComparison {
    Checked.finite("effect", effect);
    Checked.finite("low", low);
    Checked.finite("high", high);
    Checked.finite("noise", noise);
    Checked.finite("minimalEffect", minimalEffect);
    Checked.finite("detectable", detectable);
    Checked.probability("pValue", pValue);
    Checked.probability("adjustedP", adjustedP);
  }

  /** The same comparison after correction for the others. */
  public MetricComparison judged(double adjusted, Change judged) {
    return new MetricComparison(
        path,
        machine,
        metric,
        statistic,
        unit,
        better,
        baseline,
        candidate,
        scale,
        effect,
        low,
        high,
        noise,
        minimalEffect,
        detectable,
        method,
        pValue,
        adjusted,
        gated,
        judged,
        note);
  }
}
