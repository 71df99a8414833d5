package dev.kedge.profile.flame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call tree laid out for reading: depth-first, children of one parent by name, cut to a number of
 * nodes, names as indices into one list of texts.
 */
final class TreeColumns {
  private final CallTree tree;
  private final long[][] totals;
  private final List<String> strings = new ArrayList<>();
  private final Map<String, Integer> stringNumbers = new HashMap<>();

  /** Tree nodes kept, in depth-first order. */
  private final int[] nodes;

  private final int[] parent;
  private final int[] name;
  private final int[] module;
  private final int[] origin;

  /**
   * Lays out a tree.
   *
   * @param weights per node, none larger than its parent's; the heaviest stay
   * @param maxNodes nodes to keep, the root among them; at least 1
   */
  TreeColumns(CallTree tree, long[][] totals, double[] weights, int maxNodes) {
    if (maxNodes < 1) {
      throw new IllegalArgumentException("maxNodes: %d, expected at least 1".formatted(maxNodes));
    }
    this.tree = tree;
    this.totals = totals;
    nodes = heaviest(depthFirst(tree), weights, maxNodes);
    parent = new int[nodes.length];
    name = new int[nodes.length];
    module = new int[nodes.length];
    origin = new int[nodes.length];
    int[] position = new int[tree.size()];
    for (int i = 0; i < nodes.length; i++) {
      int node = nodes[i];
      position[node] = i;
      parent[i] = i == 0 ? -1 : position[tree.parent(node)];
      FrameLabels.Label label = tree.labels().get(tree.label(node));
      name[i] = string(label.name());
      module[i] = string(label.module());
      origin[i] = label.origin();
    }
  }

  int size() {
    return nodes.length;
  }

  long hiddenNodes() {
    return (long) tree.size() - nodes.length;
  }

  List<String> strings() {
    return List.copyOf(strings);
  }

  int[] parent() {
    return parent.clone();
  }

  int[] name() {
    return name.clone();
  }

  int[] module() {
    return module.clone();
  }

  int[] origin() {
    return origin.clone();
  }

  long[] self(int side) {
    return Arrays.stream(nodes).mapToLong(node -> tree.self(side, node)).toArray();
  }

  long[] total(int side) {
    return Arrays.stream(nodes).mapToLong(node -> totals[side][node]).toArray();
  }

  private int string(String text) {
    Integer known = stringNumbers.putIfAbsent(text, strings.size());
    if (known != null) {
      return known;
    }
    strings.add(text);
    return strings.size() - 1;
  }

  /** All nodes, parents before children, children by name: two counting sorts and a walk. */
  private static int[] depthFirst(CallTree tree) {
    int size = tree.size();
    int[] ranks = tree.labels().ranks();
    int[] byName = new int[size];
    int[] next = new int[ranks.length + 1];
    for (int node = 0; node < size; node++) {
      next[ranks[tree.label(node)] + 1]++;
    }
    accumulate(next);
    for (int node = 0; node < size; node++) {
      byName[next[ranks[tree.label(node)]]++] = node;
    }

    int[] firstChild = new int[size + 1];
    for (int node = 1; node < size; node++) {
      firstChild[tree.parent(node) + 1]++;
    }
    accumulate(firstChild);
    int[] fill = firstChild.clone();
    int[] children = new int[size];
    for (int node : byName) {
      if (node > 0) {
        children[fill[tree.parent(node)]++] = node;
      }
    }

    int[] order = new int[size];
    int[] pending = new int[size];
    int depth = 1;
    for (int i = 0; i < size; i++) {
      int node = pending[--depth];
      order[i] = node;
      for (int c = firstChild[node + 1] - 1; c >= firstChild[node]; c--) {
        pending[depth++] = children[c];
      }
    }
    return order;
  }

  private static void accumulate(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
  }

  /**
   * The heaviest nodes, in the order given. As no node outweighs its parent, and of equals the
   * first in the order stay, a node never stays without its parent.
   */
  private static int[] heaviest(int[] order, double[] weights, int limit) {
    if (order.length <= limit) {
      return order;
    }
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double threshold = sorted[sorted.length - limit];
    int room = limit;
    for (int i = sorted.length - 1; i >= 0 && sorted[i] > threshold; i--) {
      room--;
    }
    int[] kept = new int[limit];
    int count = 0;
    for (int node : order) {
      if (weights[node] > threshold || (weights[node] == threshold && room-- > 0)) {
        kept[count++] = node;
      }
    }
    return kept;
  }
}
