package dev.kedge.profile.flame;

import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.significance.TwoProportions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two profiles in one tree, compared by shares of their samples, so that ranges of different length
 * and load can be compared. Columns as in {@link FlameTree}. Immutable; arrays are copies.
 */
public final class FlameDiff {
  private static final int CURRENT = 0;
  private static final int BASE = 1;

  private final TreeColumns columns;
  private final long samples;
  private final long baseSamples;
  private final List<FunctionChange> changes;

  private FlameDiff(
      TreeColumns columns, long samples, long baseSamples, List<FunctionChange> changes) {
    this.columns = columns;
    this.samples = samples;
    this.baseSamples = baseSamples;
    this.changes = changes;
  }

  /**
   * Merges and compares. When the merged tree has more nodes than allowed, the subtrees with the
   * smallest sum of both shares are cut off first, as in {@link FlameTree#of}.
   *
   * @param base what it was
   * @param current what it is
   * @param maxNodes at least 1, the root counts
   * @throws IllegalArgumentException when {@code maxNodes} is less than 1
   */
  public static FlameDiff of(Profile base, Profile current, int maxNodes) {
    FrameLabels labels = new FrameLabels();
    CallTree tree = new CallTree(labels, 2);
    FunctionTotals functions = new FunctionTotals(labels);
    addAll(current, CURRENT, tree, functions);
    addAll(base, BASE, tree, functions);
    long[][] totals = {tree.totals(CURRENT), tree.totals(BASE)};
    long samples = totals[CURRENT][0];
    long baseSamples = totals[BASE][0];
    double[] weights = new double[tree.size()];
    for (int node = 0; node < weights.length; node++) {
      weights[node] =
          TwoProportions.share(totals[CURRENT][node], samples)
              + TwoProportions.share(totals[BASE][node], baseSamples);
    }
    return new FlameDiff(
        new TreeColumns(tree, totals, weights, maxNodes),
        samples,
        baseSamples,
        changes(labels, functions, samples, baseSamples));
  }

  /** Number of nodes. */
  public int size() {
    return columns.size();
  }

  /** Texts that {@link #name} and {@link #module} point into. */
  public List<String> strings() {
    return columns.strings();
  }

  /** Parent of each node, -1 for the root. */
  public int[] parent() {
    return columns.parent();
  }

  /** Name of each node, an index into {@link #strings}. */
  public int[] name() {
    return columns.name();
  }

  /** File name of each node's code module, an index into {@link #strings}; empty text for none. */
  public int[] module() {
    return columns.module();
  }

  /** Kind of each node, as {@link FlameTree#origin}. */
  public int[] origin() {
    return columns.origin();
  }

  /** Samples of the current profile whose innermost frame is the node. */
  public long[] self() {
    return columns.self(CURRENT);
  }

  /** Samples of the current profile in the node and below it. */
  public long[] total() {
    return columns.total(CURRENT);
  }

  /** Samples of the base whose innermost frame is the node. */
  public long[] baseSelf() {
    return columns.self(BASE);
  }

  /** Samples of the base in the node and below it. */
  public long[] baseTotal() {
    return columns.total(BASE);
  }

  /** {@link TwoProportions#z} of each node's total; positive = a larger share than in the base. */
  public double[] z() {
    long[] total = total();
    long[] baseTotal = baseTotal();
    double[] z = new double[total.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = TwoProportions.z(total[i], samples, baseTotal[i], baseSamples);
    }
    return z;
  }

  /** Nodes cut off to keep to the limit. */
  public long hiddenNodes() {
    return columns.hiddenNodes();
  }

  /**
   * Functions whose share of self samples changed by more than noise ({@link
   * TwoProportions#NOISE}), largest change first; worked out before any node was cut.
   */
  public List<FunctionChange> functions(int limit) {
    return changes.subList(0, Math.min(limit, changes.size()));
  }

  private static void addAll(Profile profile, int side, CallTree tree, FunctionTotals functions) {
    for (WeightedStack stack : profile.stacks()) {
      tree.add(stack, side);
      functions.add(stack, side);
    }
  }

  private static List<FunctionChange> changes(
      FrameLabels labels, FunctionTotals functions, long samples, long baseSamples) {
    List<FunctionChange> changes = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      long self = functions.self(CURRENT, i);
      long baseSelf = functions.self(BASE, i);
      double z = TwoProportions.z(self, samples, baseSelf, baseSamples);
      if (Math.abs(z) < TwoProportions.NOISE) {
        continue;
      }
      FrameLabels.Label label = labels.get(i);
      changes.add(
          new FunctionChange(
              label.name(),
              label.module(),
              label.origin(),
              self,
              baseSelf,
              functions.total(CURRENT, i),
              functions.total(BASE, i),
              TwoProportions.share(self, samples),
              TwoProportions.share(baseSelf, baseSamples),
              z));
    }
    changes.sort(
        Comparator.comparingDouble(
                (FunctionChange change) -> -Math.abs(change.share() - change.baseShare()))
            .thenComparing(FunctionChange::name)
            .thenComparing(FunctionChange::module)
            .thenComparingInt(FunctionChange::origin));
    return List.copyOf(changes);
  }
}
