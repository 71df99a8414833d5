package dev.kedge.profile.compact;

import java.util.Arrays;

/**
 * Which task a sample was taken in, of all CPUs in order of time: one after the other the task that
 * was on the CPU before and those that ran last are asked for, each with what is known of it (how
 * long ago and where it ran, what it followed, how many samples it has left); else one of the
 * others by how many samples they have left. Tasks not seen so far come about in the order of their
 * process ids. A task whose samples are all told is out of the choice.
 */
final class TaskModel {
  /** Tasks that are asked for one by one. */
  private static final int ASKED = 20;

  private static final int NONE = -1;
  private static final int TABLE = 1 << 14;

  private final int[] left;
  private final RemainingCounts unseen;
  private final RemainingCounts others;
  private final int[] next;
  private final int[] previous;
  private final int[] lastCpu;
  private final int[] lastPosition;
  private final int[] onCpu;
  private final int[] asked = new int[ASKED];
  private final MixedBits isNew = new MixedBits(1, 8, 256, 64);
  private final MixedBits isCandidate = new MixedBits(4, 1 << 8, TABLE, 1 << 10, TABLE, TABLE);
  private final Numbers newcomers = new Numbers(1);
  private int first = NONE;
  private long seenLeft;
  private long unseenLeft;
  private int history;
  private int lastNewcomer = -1;
  private int gap;

  /** A model of tasks in the order of their process ids, with so many samples each. */
  TaskModel(int[] counts, int cpus) {
    int tasks = counts.length;
    left = counts.clone();
    int[] ones = new int[tasks];
    Arrays.fill(ones, 1);
    unseen = new RemainingCounts(ones);
    others = new RemainingCounts(new int[tasks]);
    next = new int[tasks];
    previous = new int[tasks];
    lastCpu = new int[tasks];
    lastPosition = new int[tasks];
    onCpu = new int[cpus];
    Arrays.fill(onCpu, NONE);
    unseenLeft = Arrays.stream(counts).asLongStream().sum();
  }

  /** Samples of a task not told yet. */
  int left(int task) {
    return left[task];
  }

  /** Slots between the sample coded last and the one of its task before. */
  int gap() {
    return gap;
  }

  /**
   * Codes the task of the next sample.
   *
   * @param cpu index of the CPU
   * @param position slot of the sample
   * @param ticks ticks of the CPU's clock since the sample before on it
   */
  int code(Coder coder, int cpu, int position, int ticks, int task) {
    int coded =
        isNewcomer(coder, cpu, ticks, task)
            ? newcomer(coder, task)
            : known(coder, cpu, position, ticks, task);
    left[coded]--;
    seenLeft--;
    others.add(coded, -1);
    unlink(coded);
    if (left[coded] > 0) {
      link(coded);
    }
    lastCpu[coded] = cpu;
    gap = position - lastPosition[coded];
    lastPosition[coded] = position;
    onCpu[cpu] = coded;
    return coded;
  }

  private boolean isNewcomer(Coder coder, int cpu, int ticks, int task) {
    if (unseenLeft == 0 || seenLeft == 0) {
      return seenLeft == 0;
    }
    int before = onCpu[cpu];
    isNew.context(0, history);
    isNew.context(
        1, Math.min(ticks, 15) << 3 | (history & 3) | (before != NONE && left[before] > 0 ? 4 : 0));
    isNew.context(2, before == NONE ? 0 : 1 + Math.min(62, left[before]));
    isNew.prior(Logistic.stretch(unseenLeft, unseenLeft + seenLeft));
    boolean given = task >= 0 && unseen.of(task) > 0;
    int bit = isNew.code(coder, 0, given ? 1 : 0);
    history = (history << 1 | bit) & 7;
    return bit == 1;
  }

  private int newcomer(Coder coder, int task) {
    int from = (int) unseen.before(lastNewcomer + 1);
    long distance = newcomers.signed(coder, 0, unseen.before(Math.max(task, 0)) - from);
    long place = from + distance;
    if (place < 0 || place >= unseen.before(left.length)) {
      throw new CompactException("new task %d".formatted(place));
    }
    int coded = unseen.at(place);
    unseen.add(coded, -1);
    lastNewcomer = coded;
    unseenLeft -= left[coded];
    seenLeft += left[coded];
    others.add(coded, left[coded]);
    link(coded);
    return coded;
  }

  private int known(Coder coder, int cpu, int position, int ticks, int task) {
    int before = onCpu[cpu];
    int leading = before != NONE && left[before] > 0 ? before : NONE;
    long rest = seenLeft;
    int count = 0;
    int walked = first;
    while (count < ASKED && (walked != NONE || (count == 0 && leading != NONE))) {
      int candidate = count == 0 && leading != NONE ? leading : walked;
      if (candidate == walked) {
        walked = next[walked];
      }
      if (candidate == leading && count > 0) {
        continue;
      }
      if (left[candidate] == rest
          || asks(coder, cpu, position, ticks, candidate, count, rest, task)) {
        return candidate;
      }
      rest -= left[candidate];
      asked[count++] = candidate;
    }
    for (int i = 0; i < count; i++) {
      others.add(asked[i], -left[asked[i]]);
    }
    int coded = coder.chosen(others, 0, left.length, task);
    for (int i = 0; i < count; i++) {
      others.add(asked[i], left[asked[i]]);
    }
    return coded;
  }

  private boolean asks(
      Coder coder, int cpu, int position, int ticks, int candidate, int rank, long rest, int task) {
    int before = onCpu[cpu];
    int stays = candidate == before ? 1 : 0;
    int here = lastCpu[candidate] == cpu ? 1 : 0;
    int ago = log(position - lastPosition[candidate]);
    isCandidate.context(0, Math.min(rank, 31) << 3 | stays << 2 | here << 1 | (ticks == 1 ? 1 : 0));
    isCandidate.context(1, candidate << 1 | stays);
    isCandidate.context(2, ago << 4 | Math.min(rank, 3) << 2 | stays << 1 | here);
    isCandidate.context(3, hash(candidate, before));
    isCandidate.context(4, hash(candidate, ago << 4 | Math.min(ticks, 3) << 2 | here << 1 | stays));
    isCandidate.prior(Logistic.stretch(left[candidate], rest));
    return isCandidate.code(coder, Math.min(rank, 2) + stays, task == candidate ? 1 : 0) == 1;
  }

  static int hash(int one, int other) {
    return (one * 0x9E3779B1 + other * 0x85EBCA6B) >>> 11;
  }

  /** A number in about three steps to the double. */
  static int log(int number) {
    int bits = 32 - Integer.numberOfLeadingZeros(number + 1);
    int upper = bits > 1 ? (number + 1) >>> (bits - 2) & 1 : 0;
    return 2 * bits + upper;
  }

  private void link(int task) {
    previous[task] = NONE;
    next[task] = first;
    if (first != NONE) {
      previous[first] = task;
    }
    first = task;
  }

  private void unlink(int task) {
    if (previous[task] == NONE) {
      first = next[task];
    } else {
      next[previous[task]] = next[task];
    }
    if (next[task] != NONE) {
      previous[next[task]] = previous[task];
    }
  }
}
