package dev.kedge.profile.flame;

import dev.kedge.profile.Profile;
import dev.kedge.profile.WeightedStack;
import java.util.Arrays;
import java.util.List;

/**
 * A profile as the tree a flame graph draws, by columns: entry {@code i} of every array belongs to
 * node {@code i}. Immutable; the arrays handed out are copies.
 *
 * <p>Nodes come depth-first: parents before children, children of one parent ordered by name. Node
 * 0 is the root {@code all}; below it one node per process name, then the stacks from their
 * outermost caller; kernel frames lie below the user frames that called the kernel.
 */
public final class FlameTree {
  private final TreeColumns columns;

  private FlameTree(TreeColumns columns) {
    this.columns = columns;
  }

  /**
   * Builds the tree of a profile. When it has more nodes than allowed, the subtrees with the fewest
   * samples are cut off first; their samples stay in the totals of their callers, nobody's self
   * samples grow, and {@link #hiddenNodes} counts them.
   *
   * @param maxNodes at least 1, the root counts
   * @throws IllegalArgumentException when {@code maxNodes} is less than 1
   */
  public static FlameTree of(Profile profile, int maxNodes) {
    CallTree tree = new CallTree(new FrameLabels(), 1);
    for (WeightedStack stack : profile.stacks()) {
      tree.add(stack, 0);
    }
    long[] totals = tree.totals(0);
    double[] weights = Arrays.stream(totals).asDoubleStream().toArray();
    return new FlameTree(new TreeColumns(tree, new long[][] {totals}, weights, maxNodes));
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

  /** Kind: 0 root, 1 process, 2 kernel, 3 native, 4 jit, 5 interpreter, 6 unknown. */
  public int[] origin() {
    return columns.origin();
  }

  /** Samples whose innermost frame is the node. */
  public long[] self() {
    return columns.self(0);
  }

  /** Samples of the node and of everything below it, cut nodes included. */
  public long[] total() {
    return columns.total(0);
  }

  /** Nodes cut off to keep to the limit. */
  public long hiddenNodes() {
    return columns.hiddenNodes();
  }
}
