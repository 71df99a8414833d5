package dev.kedge.profile.timeline;

import java.util.Arrays;

/**
 * Which task a sample was taken in: often the one before it on the same CPU; else one that ran not
 * long ago; else one not seen so far, and those come about in the order of their process ids. A
 * task whose samples are all told is out of the choice.
 */
final class TaskModel {
  private static final int HISTORY = 8;

  private final int[] left;
  private final RemainingCounts unseen;
  private final int[] recent;
  private int recentCount;
  private final Bits same = new Bits(HISTORY);
  private final Numbers ranks = new Numbers(2);
  private final Numbers newcomers = new Numbers(1);
  private int before = -1;
  private int history;
  private int lastNewcomer = -1;

  /** A model of tasks in the order of their process ids, with so many samples each. */
  TaskModel(int[] counts) {
    left = counts.clone();
    recent = new int[counts.length];
    int[] ones = new int[counts.length];
    Arrays.fill(ones, 1);
    unseen = new RemainingCounts(ones);
  }

  /** Begins the samples of another CPU. */
  void begin() {
    before = -1;
    history = 0;
  }

  /** Samples of a task not told yet. */
  int left(int task) {
    return left[task];
  }

  /** Codes the task of the next sample. */
  int code(Coder coder, int task) {
    boolean stays = before >= 0 && left[before] > 0;
    if (stays) {
      int bit = same.code(coder, history, task == before ? 1 : 0);
      history = (history << 1 | bit) % HISTORY;
      if (bit == 1) {
        left[before]--;
        retire();
        return before;
      }
    }
    int rank = other(coder, stays ? 1 : 0, task);
    int coded = recent[rank];
    System.arraycopy(recent, 0, recent, 1, rank);
    recent[0] = coded;
    left[coded]--;
    before = coded;
    retire();
    return coded;
  }

  /** Where in the list of recent tasks, to which newcomers are added. */
  private int other(Coder coder, int skipped, int task) {
    int known = indexOf(task);
    long code = ranks.code(coder, skipped, known < 0 ? 0 : known - skipped + 1);
    if (code > 0) {
      if (code - 1 + skipped >= recentCount) {
        throw new TimelineException("task %d of %d".formatted(code, recentCount));
      }
      return (int) (code - 1) + skipped;
    }
    int from = (int) unseen.before(lastNewcomer + 1);
    long distance = newcomers.signed(coder, 0, unseen.before(Math.max(task, 0)) - from);
    long place = from + distance;
    if (place < 0 || place >= unseen.before(left.length)) {
      throw new TimelineException("new task %d".formatted(place));
    }
    int newcomer = unseen.at(place);
    unseen.add(newcomer, -1);
    lastNewcomer = newcomer;
    recent[recentCount] = newcomer;
    return recentCount++;
  }

  private int indexOf(int task) {
    for (int i = 0; i < recentCount; i++) {
      if (recent[i] == task) {
        return i;
      }
    }
    return -1;
  }

  /** Takes the task at the front out of the list when it has no samples left. */
  private void retire() {
    if (left[recent[0]] == 0) {
      recentCount--;
      System.arraycopy(recent, 1, recent, 0, recentCount);
    }
  }
}
