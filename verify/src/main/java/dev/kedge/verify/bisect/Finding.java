package dev.kedge.verify.bisect;

import java.util.List;
import java.util.Optional;

/**
 * What a search knows.
 *
 * @param firstBad the first bad kernel; place 0 when the first of the list is bad already, the
 *     length of the list when none is
 * @param goodAgain the first kernel after it that is good again, when that was asked for; the
 *     length of the list when none is
 * @param certain whether both are known with the confidence asked for
 * @param tests how many tests were made
 * @param untestable the kernels that cannot be tested
 * @param failsWhenBad how often a bad kernel shows the fault, by the tests made
 * @param failsWhenGood how often a good kernel seems to
 */
public record Finding(
    Span firstBad,
    Optional<Span> goodAgain,
    boolean certain,
    int tests,
    List<Integer> untestable,
    double failsWhenBad,
    double failsWhenGood) {
  /** Copies the list. */
  public Finding {
    untestable = List.copyOf(untestable);
  }
}
