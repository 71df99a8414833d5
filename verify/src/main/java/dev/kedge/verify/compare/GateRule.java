package dev.kedge.verify.compare;

import dev.kedge.verify.result.Statistic;
import java.util.OptionalDouble;

/** What one gate promises of the candidate. */
public sealed interface GateRule {

  /** A promise about one metric. */
  sealed interface OfMetric extends GateRule {
    /** The metric's name inside the case. */
    String metric();

    /** The number that stands for each boot. */
    Statistic statistic();
  }

  /** A promise that needs a baseline. */
  sealed interface Compared extends OfMetric {
    /** Changes up to this size are accepted. */
    Tolerance tolerance();
  }

  /** The case passes in every boot of the candidate. */
  record Passes() implements GateRule {}

  /**
   * The case does not fail more often than on the baseline and in the history: it may be flaky, but
   * not more than it was.
   */
  record NotFlakier() implements GateRule {}

  /** The console shows no kernel report that was not asked for and that the baseline lacks. */
  record NoNewReports() implements GateRule {}

  /**
   * The metric stays within absolute bounds in every boot of the candidate. A censored number is a
   * lower bound: above the maximum it fails, below it nothing is known.
   *
   * @param metric the metric's name
   * @param statistic the number that stands for each boot
   * @param min the least it may be, in the metric's unit
   * @param max the most it may be, in the metric's unit
   */
  record Bound(String metric, Statistic statistic, OptionalDouble min, OptionalDouble max)
      implements OfMetric {
    /**
     * Checks that there is a bound.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Bound {
      if (min.isEmpty() && max.isEmpty()) {
        throw new IllegalArgumentException("metric " + metric + ": a bound needs a min or a max");
      }
    }
  }

  /**
   * The candidate is shown to be no worse than the baseline times a ratio: it passes when the whole
   * interval of the effect stays below, fails when the test finds more.
   *
   * @param metric the metric's name
   * @param statistic the number that stands for each boot
   * @param max the greatest ratio of the worse to the better, from 1: 1.2 for 20 % more latency, or
   *     throughput divided by 1.2
   */
  record Ratio(String metric, Statistic statistic, double max) implements Compared {
    /**
     * Checks the ratio.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Ratio {
      if (!(max >= 1 && max < 1e6)) {
        throw new IllegalArgumentException("metric %s: ratio %s is below 1".formatted(metric, max));
      }
    }

    @Override
    public Tolerance tolerance() {
      return new Tolerance(max - 1, 0);
    }
  }

  /**
   * No regression beyond the tolerance is found, by a test that could have found one. A metric
   * without a good direction must not change either way.
   *
   * @param metric the metric's name
   * @param statistic the number that stands for each boot
   * @param tolerance changes up to this size are accepted
   * @param mustSee the regression that may not stay hidden, as a share of the baseline: with noise
   *     so great that the run could have missed it, the gate is inconclusive; empty to accept
   *     whatever the run could see
   */
  record NoRegression(
      String metric, Statistic statistic, Tolerance tolerance, OptionalDouble mustSee)
      implements Compared {}
}
