package dev.kedge.profile.timeline;

import java.util.Arrays;

/**
 * Which of the rows of its task a sample belongs to: the one of the task's sample before, or any by
 * how many samples it has left.
 */
final class RowModel {
  private static final int SHARES = 8;

  private final int[] firstRow;
  private final int[] last;
  private final RemainingCounts left;
  private final Bits same = new Bits(2 * SHARES);

  /**
   * A model of rows.
   *
   * @param firstRow first row of each task, and the number of rows at the end
   * @param counts samples of each row
   */
  RowModel(int[] firstRow, int[] counts) {
    this.firstRow = firstRow;
    this.left = new RemainingCounts(counts);
    this.last = new int[firstRow.length - 1];
    Arrays.fill(last, -1);
  }

  /**
   * Codes the row of the next sample.
   *
   * @param ofTask samples the task has left, this one included
   * @param stays whether the sample before on the CPU was the same task's
   */
  int code(Coder coder, int task, int ofTask, boolean stays, int row) {
    int coded = choose(coder, task, ofTask, stays, row);
    left.add(coded, -1);
    last[task] = coded;
    return coded;
  }

  private int choose(Coder coder, int task, int ofTask, boolean stays, int row) {
    int before = last[task];
    int again = before < 0 ? 0 : left.of(before);
    if (again == ofTask) {
      return before;
    }
    if (again == 0) {
      return coder.chosen(left, firstRow[task], firstRow[task + 1], row);
    }
    int context = (int) ((long) again * SHARES / ofTask) * 2 + (stays ? 1 : 0);
    if (same.code(coder, context, row == before ? 1 : 0) == 1) {
      return before;
    }
    left.add(before, -again);
    int coded = coder.chosen(left, firstRow[task], firstRow[task + 1], row);
    left.add(before, again);
    return coded;
  }
}
