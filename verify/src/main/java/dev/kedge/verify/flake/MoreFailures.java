package dev.kedge.verify.flake;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/** Whether one kernel fails a case more often than others did. */
public final class MoreFailures {
  private MoreFailures() {}

  /**
   * Fisher's exact test, one-sided: the chance that the failures fall on {@code now} at least so
   * often if both fail equally often. 1 when either side never ran: nothing is known.
   */
  public static double pValue(Tally now, Tally before) {
    if (now.runs() == 0 || before.runs() == 0) {
      return 1;
    }
    if (now.failures() == 0 || now.passes() + before.passes() == 0) {
      return 1;
    }
    int[][] table = {{now.failures(), now.passes()}, {before.failures(), before.passes()}};
    double p =
        FisherExactTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .test(table)
            .getPValue();
    return Math.clamp(p, 0, 1);
  }
}
