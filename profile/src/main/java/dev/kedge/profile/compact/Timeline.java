package dev.kedge.profile.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that tell which sample of some rows was taken when: one model for writing and reading.
 * First the ticks of each CPU's clock, then task and row of all samples in order of time. What the
 * rows tell (which tasks there are, how often each stack was seen in one) is used and not told
 * again.
 */
final class Timeline {
  /** Samples at most, for the precision of the coder. */
  static final int MAX_SAMPLES = 1 << 20;

  private static final int LONGEST_WINDOW = 1_000_000_000;

  private final int[] counts;
  private final int[] firstRow;
  private final int[] taskCounts;
  private final int samples;
  private final long periodNanos;
  private final Numbers header = new Numbers(8);

  /**
   * A timeline over rows, those of one task behind each other.
   *
   * @param counts samples of each row
   * @param firstRow first row of each task, and the number of rows at the end
   */
  Timeline(int[] counts, int[] firstRow, long periodNanos) {
    this.counts = counts;
    this.firstRow = firstRow;
    this.periodNanos = periodNanos;
    taskCounts = new int[firstRow.length - 1];
    long all = 0;
    for (int task = 0; task < taskCounts.length; task++) {
      for (int row = firstRow[task]; row < firstRow[task + 1]; row++) {
        taskCounts[task] += counts[row];
        all += counts[row];
      }
    }
    if (all < 1 || all > MAX_SAMPLES) {
      throw new CompactException("%d samples, 1 to %d are allowed".formatted(all, MAX_SAMPLES));
    }
    samples = (int) all;
  }

  /** Windows by their start, in microseconds since 1970, with the slots of each. */
  static final class Windows {
    final long[] starts;
    final long[] ends;
    final int[] spans;

    Windows(int count) {
      starts = new long[count];
      ends = new long[count];
      spans = new int[count];
    }

    Slots slots() {
      return new Slots(starts, spans);
    }
  }

  /** Slots and rows of the samples of one CPU, by time. */
  static final class Cpu {
    final int number;
    final int[] positions;
    final int[] ticks;
    final int[] rows;

    Cpu(int number, int samples) {
      this.number = number;
      this.positions = new int[samples];
      this.ticks = new int[samples];
      this.rows = new int[samples];
    }
  }

  /** All that is coded. */
  record Content(Windows windows, List<Cpu> cpus) {}

  byte[] write(Content content) {
    RangeWriter out = new RangeWriter();
    code(out, content);
    return out.bytes();
  }

  /**
   * Reads what was written over the same rows.
   *
   * @throws CompactException when the bytes are not
   */
  Content read(byte[] bytes) {
    return code(new RangeReader(bytes), new Content(new Windows(0), List.of()));
  }

  private Content code(Coder coder, Content given) {
    int hash = 31 * Arrays.hashCode(counts) + Arrays.hashCode(firstRow);
    int check = coder.plain(16, hash >>> 16) << 16 | coder.plain(16, hash & 0xffff);
    if (check != hash) {
      throw new CompactException("it belongs to other rows");
    }
    Windows windows = windows(coder, given.windows());
    Slots slots = windows.slots();
    List<Cpu> cpus = positions(coder, given, slots);
    samples(coder, cpus, given);
    return new Content(windows, cpus);
  }

  /** The slots of the samples of each CPU. */
  private List<Cpu> positions(Coder coder, Content given, Slots slots) {
    int count = bounded("CPUs", header.code(coder, 0, given.cpus().size()), samples);
    TickModel ticks = new TickModel(slots, periodNanos);
    List<Cpu> cpus = new ArrayList<>();
    int left = samples;
    int number = 0;
    for (int i = 0; i < count; i++) {
      Cpu from = i < given.cpus().size() ? given.cpus().get(i) : new Cpu(0, 0);
      long step = header.code(coder, 1, Math.max(0, from.number - number));
      number = bounded("CPU", number + step, 65_535);
      int length = bounded("samples", header.code(coder, 2, from.positions.length), left);
      left -= length;
      Cpu cpu = new Cpu(number, length);
      ticks.begin();
      for (int at = 0; at < length; at++) {
        boolean writing = at < from.positions.length;
        cpu.positions[at] = ticks.code(coder, writing ? from.positions[at] : 0);
        cpu.ticks[at] = ticks.last();
      }
      cpus.add(cpu);
    }
    if (left != 0) {
      throw new CompactException("%d samples are missing".formatted(left));
    }
    return cpus;
  }

  /** Tasks and rows, of all CPUs in order of time. */
  private void samples(Coder coder, List<Cpu> cpus, Content given) {
    TaskModel tasks = new TaskModel(taskCounts, cpus.size());
    RowModel rows = new RowModel(firstRow, counts);
    int[] at = new int[cpus.size()];
    int[] before = new int[cpus.size()];
    Arrays.fill(before, -1);
    for (long place : inOrder(cpus)) {
      int index = (int) place;
      Cpu cpu = cpus.get(index);
      int sample = at[index]++;
      int row = given.cpus().isEmpty() ? -1 : given.cpus().get(index).rows[sample];
      int position = cpu.positions[sample];
      int task = tasks.code(coder, index, position, cpu.ticks[sample], row < 0 ? -1 : task(row));
      cpu.rows[sample] =
          rows.code(coder, task, tasks.left(task) + 1, task == before[index], tasks.gap(), row);
      before[index] = task;
    }
  }

  /** By time, then by CPU: the slot above the index of the CPU. */
  private long[] inOrder(List<Cpu> cpus) {
    long[] places = new long[samples];
    int filled = 0;
    for (int i = 0; i < cpus.size(); i++) {
      for (int position : cpus.get(i).positions) {
        places[filled++] = (long) position << 32 | i;
      }
    }
    Arrays.sort(places);
    return places;
  }

  private int task(int row) {
    int found = Arrays.binarySearch(firstRow, row);
    return found >= 0 ? found : -found - 2;
  }

  private Windows windows(Coder coder, Windows given) {
    int count = bounded("windows", header.code(coder, 3, given.starts.length), samples);
    Windows windows = new Windows(count);
    long end = 0;
    for (int i = 0; i < count; i++) {
      boolean writing = i < given.starts.length;
      long start = writing ? given.starts[i] : 0;
      start = i == 0 ? plain(coder, start) : end + header.signed(coder, 4, start - end);
      long length = header.code(coder, 5, writing ? given.ends[i] - start : 0);
      int slots = bounded("window", (length + 19_999) / 20_000, LONGEST_WINDOW);
      long more = header.signed(coder, 6, writing ? given.spans[i] - slots : 0);
      end = start + length;
      windows.starts[i] = start;
      windows.ends[i] = end;
      windows.spans[i] = bounded("slots", slots + more, LONGEST_WINDOW);
      if (i > 0 && start < windows.starts[i - 1]) {
        throw new CompactException("windows are not in order");
      }
    }
    return windows;
  }

  private static long plain(Coder coder, long value) {
    long coded = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
      coded = coded << 16 | coder.plain(16, (int) (value >>> shift) & 0xffff);
    }
    return coded;
  }

  private static int bounded(String what, long value, int most) {
    if (value < 0 || value > most) {
      throw new CompactException("%d %s, at most %d are allowed".formatted(value, what, most));
    }
    return (int) value;
  }
}
