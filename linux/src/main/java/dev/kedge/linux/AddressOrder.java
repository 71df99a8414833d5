package dev.kedge.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntBinaryOperator;

/**
 * Sorts indexes outside the heap: a stable merge sort that passes over what is in order already, as
 * nearly all of a kernel's symbols are.
 */
final class AddressOrder {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final IntBinaryOperator comparison;
  private final MemorySegment order;
  private final MemorySegment left;

  private AddressOrder(IntBinaryOperator comparison, MemorySegment order, MemorySegment left) {
    this.comparison = comparison;
    this.order = order;
    this.left = left;
  }

  /**
   * The indexes from 0 on in order.
   *
   * @param count how many
   * @param comparison of two indexes, as a comparator
   * @param arena what is returned lives in
   */
  static MemorySegment of(int count, IntBinaryOperator comparison, Arena arena) {
    MemorySegment order = arena.allocate(INT, count);
    for (int i = 0; i < count; i++) {
      order.setAtIndex(INT, i, i);
    }
    try (Arena scratch = Arena.ofConfined()) {
      AddressOrder sort = new AddressOrder(comparison, order, scratch.allocate(INT, count));
      for (long width = 1; width < count; width *= 2) {
        for (long low = 0; low + width < count; low += 2 * width) {
          sort.merge(low, low + width, Math.min(low + 2 * width, count));
        }
      }
    }
    return order;
  }

  private void merge(long low, long middle, long high) {
    if (compare(order.getAtIndex(INT, middle - 1), order.getAtIndex(INT, middle)) <= 0) {
      return;
    }
    long lefts = middle - low;
    MemorySegment.copy(order, 4 * low, left, 0, 4 * lefts);
    long fromLeft = 0;
    long fromRight = middle;
    long out = low;
    while (fromLeft < lefts) {
      int next = left.getAtIndex(INT, fromLeft);
      if (fromRight < high && compare(next, order.getAtIndex(INT, fromRight)) > 0) {
        next = order.getAtIndex(INT, fromRight++);
      } else {
        fromLeft++;
      }
      order.setAtIndex(INT, out++, next);
    }
  }

  private int compare(int a, int b) {
    return comparison.applyAsInt(a, b);
  }
}
