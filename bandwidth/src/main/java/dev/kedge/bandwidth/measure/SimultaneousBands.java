package dev.kedge.bandwidth.measure;

import dev.kedge.bandwidth.Band;
import java.util.Arrays;

/**
 * Bands of several values of the same runs that hold a whole further run, with all of its values,
 * in 90 % of cases.
 *
 * <p>Each value's own band does that for this value alone; of runs with four values far fewer have
 * all four inside. Here the tails of all values are made smaller alike until nine in ten of the
 * runs lie inside with all values, each judged by the others. How much smaller depends on how the
 * values hang together: not at all where they say the same. Where the runs are too few to tell so
 * small a tail, the bands are the least and the most of all runs.
 *
 * <p>The depth of a run is the tail of the widest bands it is on the edge of: its place among the
 * others, taken from the nearer end, in the value where that is least. Of n runs, the k-th least
 * depth is undercut by a further run with probability k / (n + 1).
 */
final class SimultaneousBands {
  /** Which part of the runs may lie outside. */
  private static final double OUTSIDE = 2 * Band.TAIL;

  private final double[][] values;
  private final double[] depths;

  /**
   * The bands of some runs.
   *
   * @param values by value and run; at least one run
   */
  SimultaneousBands(double[][] values) {
    this.values = values;
    this.depths = new double[values.length == 0 ? 0 : values[0].length];
    Arrays.fill(depths, Band.TAIL);
    for (double[] runs : values) {
      for (int run = 0; run < runs.length; run++) {
        depths[run] = Math.min(depths[run], depth(others(runs, run), runs[run]));
      }
    }
  }

  /** The band of one value. */
  Band of(int value) {
    return Band.withTails(values[value], tail(depths));
  }

  /** The band of one value as it is without a run, to judge the run by. */
  Band without(int run, int value) {
    return Band.withTails(others(values[value], run), tail(others(depths, run)));
  }

  private static double tail(double[] depths) {
    int outside = (int) (OUTSIDE * (depths.length + 1));
    double[] sorted = depths.clone();
    Arrays.sort(sorted);
    return outside == 0 ? 0 : sorted[outside - 1];
  }

  private static double depth(double[] others, double value) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    double[] mirrored = Arrays.stream(others).map(other -> -other).sorted().toArray();
    return Math.min(place(sorted, value), place(mirrored, -value));
  }

  /** The chance of a further value that is not above, as {@link Band} counts it. */
  private static double place(double[] sorted, double value) {
    int notAbove = 0;
    while (notAbove < sorted.length && sorted[notAbove] <= value) {
      notAbove++;
    }
    if (notAbove == 0 || notAbove == sorted.length) {
      boolean edge = notAbove > 0 && sorted[notAbove - 1] == value;
      return edge ? notAbove / (sorted.length + 1.0) : notAbove == 0 ? 0 : 1;
    }
    double below = sorted[notAbove - 1];
    double part = (value - below) / (sorted[notAbove] - below);
    return (notAbove + part) / (sorted.length + 1);
  }

  /** All but one; the one itself where it is the only one. */
  private static double[] others(double[] all, int index) {
    if (all.length == 1) {
      return all;
    }
    double[] others = new double[all.length - 1];
    System.arraycopy(all, 0, others, 0, index);
    System.arraycopy(all, index + 1, others, index, others.length - index);
    return others;
  }
}
