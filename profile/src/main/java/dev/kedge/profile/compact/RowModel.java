package dev.kedge.profile.compact;

import java.util.Arrays;

/**
 * Which of the rows of its task a sample belongs to: one of those of the task's last samples, or
 * any by how many samples it has left.
 */
final class RowModel {
  /** Rows that are asked for one by one. */
  private static final int ASKED = 4;

  private static final int TABLE = 1 << 14;

  private final int[] firstRow;
  private final int[] recent;
  private final RemainingCounts left;
  private final MixedBits isSame = new MixedBits(2 * ASKED, 1 << 9, TABLE, TABLE, 1 << 10);

  /**
   * A model of rows.
   *
   * @param firstRow first row of each task, and the number of rows at the end
   * @param counts samples of each row
   */
  RowModel(int[] firstRow, int[] counts) {
    this.firstRow = firstRow;
    this.left = new RemainingCounts(counts);
    this.recent = new int[ASKED * (firstRow.length - 1)];
    Arrays.fill(recent, -1);
  }

  /**
   * Codes the row of the next sample.
   *
   * @param ofTask samples the task has left, this one included
   * @param stays whether the sample before on the CPU was the same task's
   * @param since slots since the task's sample before
   */
  int code(Coder coder, int task, int ofTask, boolean stays, int since, int row) {
    int from = ASKED * task;
    int coded = choose(coder, task, ofTask, stays, since, row);
    left.add(coded, -1);
    int place = 0;
    while (place < ASKED - 1 && recent[from + place] != coded) {
      place++;
    }
    System.arraycopy(recent, from, recent, from + 1, place);
    recent[from] = coded;
    return coded;
  }

  private int choose(Coder coder, int task, int ofTask, boolean stays, int since, int row) {
    int rest = ofTask;
    int[] without = new int[ASKED];
    int count = 0;
    int coded = -1;
    for (int i = 0; i < ASKED && coded < 0; i++) {
      int candidate = recent[ASKED * task + i];
      int again = candidate < 0 ? 0 : left.of(candidate);
      if (again == 0) {
        continue;
      }
      if (again == rest || asks(coder, task, candidate, i, again, rest, stays, since, row)) {
        coded = candidate;
      } else {
        rest -= again;
        without[count++] = candidate;
      }
    }
    if (coded >= 0) {
      return coded;
    }
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      counts[i] = left.of(without[i]);
      left.add(without[i], -counts[i]);
    }
    coded = coder.chosen(left, firstRow[task], firstRow[task + 1], row);
    for (int i = 0; i < count; i++) {
      left.add(without[i], counts[i]);
    }
    return coded;
  }

  private boolean asks(
      Coder coder,
      int task,
      int candidate,
      int rank,
      int again,
      int rest,
      boolean stays,
      int since,
      int row) {
    int still = stays ? 1 : 0;
    isSame.context(0, TaskModel.log(since) << 3 | rank << 1 | still);
    isSame.context(1, TaskModel.hash(task, rank << 1 | still));
    isSame.context(2, TaskModel.hash(candidate, rank));
    isSame.context(3, (int) ((long) again * 15 / rest) << 3 | rank << 1 | still);
    isSame.prior(Logistic.stretch(again, rest));
    return isSame.code(coder, rank << 1 | still, row == candidate ? 1 : 0) == 1;
  }
}
