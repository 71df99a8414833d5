package dev.kedge.bandwidth.measure;

/**
 * What the model says of all values of a group of a run together.
 *
 * @param kernel release; empty when the file does not say
 * @param row name of the configuration
 * @param repetition which run of it
 * @param group group inside the run
 * @param rowClass its class
 * @param inside whether every value lies inside the {@linkplain SimultaneousBands simultaneous
 *     bands}, where a run of the model itself lies in 90 % of cases
 * @param within whether every value is as near as its class asks: inside those bands, or near
 *     enough to them or to the median
 * @param ownInside share of the model's own runs that lie inside when each is judged by the others,
 *     0 to 1: what a kernel that is exactly the model would reach
 * @param ownWithin share of them that are as near as the class asks
 */
public record RowVerdict(
    String kernel,
    String row,
    int repetition,
    String group,
    RowClass rowClass,
    boolean inside,
    boolean within,
    double ownInside,
    double ownWithin) {

  /** The same with one more condition. */
  RowVerdict and(boolean also) {
    return new RowVerdict(
        kernel,
        row,
        repetition,
        group,
        rowClass,
        inside && also,
        within && also,
        ownInside,
        ownWithin);
  }
}
