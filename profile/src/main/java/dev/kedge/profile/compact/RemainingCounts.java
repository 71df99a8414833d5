package dev.kedge.profile.compact;

/** Counts by index with sums of all before an index, in logarithmic time (a Fenwick tree). */
final class RemainingCounts {
  private final long[] tree;
  private final int[] counts;
  private final int highest;

  RemainingCounts(int[] counts) {
    this.counts = counts.clone();
    this.tree = new long[counts.length + 1];
    this.highest = Integer.highestOneBit(Math.max(1, counts.length));
    for (int i = 0; i < counts.length; i++) {
      tree[i + 1] += counts[i];
      int parent = i + 1 + (i + 1 & -(i + 1));
      if (parent < tree.length) {
        tree[parent] += tree[i + 1];
      }
    }
  }

  int of(int index) {
    return counts[index];
  }

  void add(int index, int more) {
    counts[index] += more;
    for (int i = index + 1; i < tree.length; i += i & -i) {
      tree[i] += more;
    }
  }

  /** The sum of all counts before that index. */
  long before(int index) {
    long sum = 0;
    for (int i = index; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }

  /** The index of which {@code before} is at most {@code sum} and its count reaches beyond it. */
  int at(long sum) {
    int index = 0;
    long left = sum;
    for (int step = highest; step > 0; step >>= 1) {
      int next = index + step;
      if (next < tree.length && tree[next] <= left) {
        index = next;
        left -= tree[next];
      }
    }
    return Math.min(index, counts.length - 1);
  }
}
