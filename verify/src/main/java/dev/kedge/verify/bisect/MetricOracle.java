package dev.kedge.verify.bisect;

import dev.kedge.verify.VerifyException;
import java.util.Arrays;

/**
 * Tells good from bad boots by a metric, with no limit but what boots of a known good and a known
 * bad kernel measured: a boot belongs to the side it is nearer to, on the scale of logarithms where
 * all values are positive.
 */
public final class MetricOracle {
  private final boolean logarithmic;
  private final double goodMiddle;
  private final double badMiddle;

  /**
   * Learns both sides.
   *
   * @param good values of boots of the known good kernel, at least one
   * @param bad values of boots of the known bad kernel, at least one
   * @throws VerifyException when the two overlap: the metric does not show the fault
   */
  public MetricOracle(double[] good, double[] bad) {
    this.logarithmic =
        Arrays.stream(good).allMatch(v -> v > 0) && Arrays.stream(bad).allMatch(v -> v > 0);
    double goodLow = Arrays.stream(good).min().orElseThrow();
    double goodHigh = Arrays.stream(good).max().orElseThrow();
    double badLow = Arrays.stream(bad).min().orElseThrow();
    double badHigh = Arrays.stream(bad).max().orElseThrow();
    if (goodHigh >= badLow && badHigh >= goodLow) {
      throw new VerifyException(
          "the metric does not tell the two apart: good %s to %s, bad %s to %s"
              .formatted(goodLow, goodHigh, badLow, badHigh));
    }
    this.goodMiddle = median(good);
    this.badMiddle = median(bad);
  }

  /** What a boot with this value shows. */
  public Observation of(double value) {
    double v = scaled(value);
    return Math.abs(v - badMiddle) < Math.abs(v - goodMiddle) ? Observation.BAD : Observation.GOOD;
  }

  private double median(double[] values) {
    double[] sorted = Arrays.stream(values).map(this::scaled).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private double scaled(double value) {
    return logarithmic ? Math.log(Math.max(value, Double.MIN_NORMAL)) : value;
  }
}
