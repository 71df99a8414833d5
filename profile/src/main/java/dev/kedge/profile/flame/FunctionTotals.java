package dev.kedge.profile.flame;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.WeightedStack;
import java.util.Arrays;

/** Self and inclusive samples per label, for two profiles; recursion counts once. */
final class FunctionTotals {
  private final FrameLabels labels;
  private final long[][] self = new long[2][256];
  private final long[][] total = new long[2][256];
  // Number of the stack that last counted a label.
  private int[] countedIn = new int[256];
  private int stacks;

  FunctionTotals(FrameLabels labels) {
    this.labels = labels;
  }

  void add(WeightedStack stack, int side) {
    stacks++;
    boolean leaf = true;
    for (NamedFrame frame : stack.frames()) {
      int label = labels.frame(frame);
      grow(label);
      if (leaf) {
        self[side][label] += stack.count();
        leaf = false;
      }
      if (countedIn[label] != stacks) {
        countedIn[label] = stacks;
        total[side][label] += stack.count();
      }
    }
  }

  long self(int side, int label) {
    return label < countedIn.length ? self[side][label] : 0;
  }

  long total(int side, int label) {
    return label < countedIn.length ? total[side][label] : 0;
  }

  private void grow(int label) {
    if (label >= countedIn.length) {
      int capacity = Math.max(label + 1, countedIn.length * 2);
      countedIn = Arrays.copyOf(countedIn, capacity);
      for (int side = 0; side < 2; side++) {
        self[side] = Arrays.copyOf(self[side], capacity);
        total[side] = Arrays.copyOf(total[side], capacity);
      }
    }
  }
}
