package dev.kedge.profile.timeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that tell which sample of some rows was taken when: one model for writing and reading.
 * CPU after CPU, in order of time: ticks of the clock, task, row. What the rows tell (which tasks
 * there are, how often each stack was seen in one) is used and not told again.
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
      throw new TimelineException("%d samples, 1 to %d are allowed".formatted(all, MAX_SAMPLES));
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
    final int[] rows;

    Cpu(int number, int samples) {
      this.number = number;
      this.positions = new int[samples];
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
   * @throws TimelineException when the bytes are not
   */
  Content read(byte[] bytes) {
    return code(new RangeReader(bytes), new Content(new Windows(0), List.of()));
  }

  private Content code(Coder coder, Content given) {
    int hash = 31 * Arrays.hashCode(counts) + Arrays.hashCode(firstRow);
    int check = coder.plain(16, hash >>> 16) << 16 | coder.plain(16, hash & 0xffff);
    if (check != hash) {
      throw new TimelineException("it belongs to other rows");
    }
    Windows windows = windows(coder, given.windows());
    Slots slots = windows.slots();
    int count = bounded("CPUs", header.code(coder, 0, given.cpus().size()), samples);
    TickModel ticks = new TickModel(slots, periodNanos);
    TaskModel tasks = new TaskModel(taskCounts);
    RowModel rows = new RowModel(firstRow, counts);
    List<Cpu> cpus = new ArrayList<>();
    int left = samples;
    int number = 0;
    for (int i = 0; i < count; i++) {
      Cpu cpu = i < given.cpus().size() ? given.cpus().get(i) : new Cpu(0, 0);
      long step = header.code(coder, 1, Math.max(0, cpu.number - number));
      number = bounded("CPU", number + step, 65_535);
      int length = bounded("samples", header.code(coder, 2, cpu.rows.length), left);
      left -= length;
      ticks.begin();
      tasks.begin();
      cpus.add(samples(coder, number, length, cpu, new Models(ticks, tasks, rows)));
    }
    if (left != 0) {
      throw new TimelineException("%d samples are missing".formatted(left));
    }
    return new Content(windows, cpus);
  }

  private record Models(TickModel ticks, TaskModel tasks, RowModel rows) {}

  private Cpu samples(Coder coder, int number, int length, Cpu given, Models models) {
    Cpu cpu = new Cpu(number, length);
    int before = -1;
    for (int i = 0; i < length; i++) {
      boolean writing = i < given.rows.length;
      int row = writing ? given.rows[i] : 0;
      cpu.positions[i] = models.ticks().code(coder, writing ? given.positions[i] : 0);
      int task = models.tasks().code(coder, writing ? task(row) : -1);
      cpu.rows[i] =
          models.rows().code(coder, task, models.tasks().left(task) + 1, task == before, row);
      before = task;
    }
    return cpu;
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
        throw new TimelineException("windows are not in order");
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
      throw new TimelineException("%d %s, at most %d are allowed".formatted(value, what, most));
    }
    return (int) value;
  }
}
