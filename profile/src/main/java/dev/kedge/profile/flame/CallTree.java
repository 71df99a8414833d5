package dev.kedge.profile.flame;

import dev.kedge.profile.WeightedStack;
import java.util.Arrays;

/**
 * A growing prefix tree of stacks, root first, for one or two profiles ("sides"). Nodes are numbers
 * into plain arrays; a node's number is larger than its parent's. A child is found by open hashing
 * over (parent, label).
 */
final class CallTree {
  private final FrameLabels labels;
  private int[] parent = new int[1024];
  private int[] label = new int[1024];
  private long[][] self;
  private int size;
  // Node + 1 per slot, 0 = free; twice as many slots as nodes at least.
  private int[] slots = new int[4096];

  CallTree(FrameLabels labels, int sides) {
    this.labels = labels;
    self = new long[sides][1024];
    append(-1, labels.root());
  }

  /** Adds a stack's samples to one side. */
  void add(WeightedStack stack, int side) {
    int node = child(0, labels.process(stack.command()));
    for (int i = stack.frames().size() - 1; i >= 0; i--) {
      node = child(node, labels.frame(stack.frames().get(i)));
    }
    self[side][node] += stack.count();
  }

  int size() {
    return size;
  }

  FrameLabels labels() {
    return labels;
  }

  int parent(int node) {
    return parent[node];
  }

  int label(int node) {
    return label[node];
  }

  long self(int side, int node) {
    return self[side][node];
  }

  /** Samples of each node and everything below it. */
  long[] totals(int side) {
    long[] totals = Arrays.copyOf(self[side], size);
    for (int node = size - 1; node > 0; node--) {
      totals[parent[node]] += totals[node];
    }
    return totals;
  }

  private int child(int of, int labelNumber) {
    int slot = slot(of, labelNumber);
    while (slots[slot] != 0) {
      int node = slots[slot] - 1;
      if (parent[node] == of && label[node] == labelNumber) {
        return node;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    int node = append(of, labelNumber);
    slots[slot] = node + 1;
    if (size * 2 > slots.length) {
      rehash();
    }
    return node;
  }

  private int append(int of, int labelNumber) {
    if (size == parent.length) {
      int capacity = size * 2;
      parent = Arrays.copyOf(parent, capacity);
      label = Arrays.copyOf(label, capacity);
      for (int side = 0; side < self.length; side++) {
        self[side] = Arrays.copyOf(self[side], capacity);
      }
    }
    parent[size] = of;
    label[size] = labelNumber;
    return size++;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int node = 1; node < size; node++) {
      int slot = slot(parent[node], label[node]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = node + 1;
    }
  }

  private int slot(int of, int labelNumber) {
    long mixed = ((long) of << 32 | labelNumber) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (slots.length - 1);
  }
}
