package dev.kedge.profile.compact;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The samples of many windows of one kind: added up in rows of a task and a stack, and the bytes
 * that tell when each was taken. Rows and bytes together give back the samples of each window;
 * without the bytes the rows still are the sums.
 */
public final class SampleBlock {
  /** Samples a block can hold. */
  public static final int MAX_SAMPLES = Timeline.MAX_SAMPLES;

  /** Number of the way timelines are coded; kept beside them, as others cannot be read. */
  public static final int FORMAT = 2;

  private static final Comparator<SampledTask> TASKS =
      Comparator.comparingInt(SampledTask::pid)
          .thenComparingInt(SampledTask::tid)
          .thenComparing(SampledTask::command)
          .thenComparing(SampledTask::thread)
          .thenComparing(SampledTask::cgroup)
          .thenComparing(task -> task.namespaces().text());

  /** By task, then by stack; the bytes tell rows by their place in it. */
  public static final Comparator<SampleCount> ORDER = SampleBlock::compare;

  /** Takes each row of each window. */
  @FunctionalInterface
  public interface Visitor {
    /** One row; the times of its window are microseconds since 1970. */
    void row(long startMicros, long endMicros, SampleCount row);
  }

  private record Key(SampledTask task, long stackId) {}

  private record Extent(long start, long end) implements Comparable<Extent> {
    @Override
    public int compareTo(Extent other) {
      int byStart = Long.compare(start, other.start);
      return byStart != 0 ? byStart : Long.compare(end, other.end);
    }
  }

  private final List<SampleCount> rows;
  private final byte[] timeline;

  private SampleBlock(List<SampleCount> rows, byte[] timeline) {
    this.rows = List.copyOf(rows);
    this.timeline = timeline;
  }

  /** The sums, in {@link #ORDER}, without moments. */
  public List<SampleCount> rows() {
    return rows;
  }

  /** The bytes for {@link #unpack}. */
  public byte[] timeline() {
    return timeline.clone();
  }

  /** Gathers the rows of windows. */
  public static final class Builder {
    private final TreeMap<Extent, List<SampleCount>> windows = new TreeMap<>();
    private final Map<Key, Integer> counts = new HashMap<>();
    private long samples;

    /** Samples so far. */
    public long samples() {
      return samples;
    }

    /** Number of windows so far. */
    public int windows() {
      return windows.size();
    }

    /**
     * Adds a row of a window.
     *
     * @throws IllegalArgumentException when its moments are not known or the window ends before it
     *     starts
     */
    public void add(long startMicros, long endMicros, SampleCount row) {
      if (row.moments().isUnknown() || endMicros < startMicros) {
        throw new IllegalArgumentException(
            "window %d to %d, row without times: %s"
                .formatted(startMicros, endMicros, row.moments().isUnknown()));
      }
      windows.computeIfAbsent(new Extent(startMicros, endMicros), _ -> new ArrayList<>()).add(row);
      counts.merge(new Key(row.task(), row.stackId()), row.moments().count(), Integer::sum);
      samples += row.count();
    }

    /**
     * The block of all that was added.
     *
     * @param period time between two samples of one CPU
     * @throws CompactException when there is none, or more than {@link #MAX_SAMPLES} samples
     */
    public SampleBlock build(Duration period) {
      List<SampleCount> rows = new ArrayList<>();
      counts.forEach((key, count) ->
          rows.add(new SampleCount(key.stackId(), key.task(), count, SampleMoments.UNKNOWN)));
      rows.sort(ORDER);
      Map<Key, Integer> places = new HashMap<>();
      for (int i = 0; i < rows.size(); i++) {
        places.put(new Key(rows.get(i).task(), rows.get(i).stackId()), i);
      }
      Timeline timeline = timeline(rows, period);
      return new SampleBlock(rows, timeline.write(content(places)));
    }

    private Timeline.Content content(Map<Key, Integer> places) {
      Timeline.Windows extents = new Timeline.Windows(windows.size());
      int at = 0;
      for (Map.Entry<Extent, List<SampleCount>> window : windows.entrySet()) {
        extents.starts[at] = window.getKey().start();
        extents.ends[at] = window.getKey().end();
        extents.spans[at++] = span(window.getKey(), window.getValue());
      }
      Slots slots = extents.slots();
      Map<Integer, List<Long>> byCpu = new TreeMap<>();
      at = 0;
      for (List<SampleCount> rows : windows.values()) {
        int window = at++;
        for (SampleCount row : rows) {
          long place = places.getOrDefault(new Key(row.task(), row.stackId()), 0);
          row.moments()
              .forEach((slot, cpu) ->
                  byCpu
                      .computeIfAbsent(cpu, _ -> new ArrayList<>())
                      .add((long) slots.position(window, slot) << 32 | place));
        }
      }
      List<Timeline.Cpu> cpus = new ArrayList<>();
      byCpu.forEach((number, samples) -> cpus.add(cpu(number, samples)));
      return new Timeline.Content(extents, cpus);
    }

    private static Timeline.Cpu cpu(int number, List<Long> samples) {
      long[] ordered = samples.stream().mapToLong(Long::longValue).sorted().toArray();
      Timeline.Cpu cpu = new Timeline.Cpu(number, ordered.length);
      for (int i = 0; i < ordered.length; i++) {
        cpu.positions[i] = (int) (ordered[i] >>> 32);
        cpu.rows[i] = (int) ordered[i];
      }
      return cpu;
    }

    /** A sample may lie behind the end of its window: clocks are set, agents err. */
    private static int span(Extent window, List<SampleCount> rows) {
      int[] span = {1};
      for (SampleCount row : rows) {
        row.moments().forEach((slot, _) -> span[0] = Math.max(span[0], slot + 1));
      }
      return Math.max(
          span[0],
          (int)
              Math.min(
                  SampleMoments.MAX_SLOT + 1L, (window.end() - window.start() + 19_999) / 20_000));
    }
  }

  /**
   * Gives back the rows of each window, with the moments of their samples.
   *
   * @param rows those of the block, in any order
   * @throws CompactException when the bytes are no timeline of these rows
   */
  public static void unpack(
      List<SampleCount> rows, byte[] timeline, Duration period, Visitor visitor) {
    List<SampleCount> ordered = new ArrayList<>(rows);
    ordered.sort(ORDER);
    Timeline.Content content = timeline(ordered, period).read(timeline);
    Slots slots = content.windows().slots();
    int windows = content.windows().starts.length;
    List<List<Long>> byWindow = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      byWindow.add(new ArrayList<>());
    }
    for (Timeline.Cpu cpu : content.cpus()) {
      for (int i = 0; i < cpu.rows.length; i++) {
        int position = cpu.positions[i];
        int slot = slots.slot(position);
        if (slot > SampleMoments.MAX_SLOT) {
          throw new CompactException("slot %d of a window".formatted(slot));
        }
        byWindow
            .get(slots.window(position))
            .add((long) cpu.rows[i] << 36 | (long) slot << 16 | cpu.number);
      }
    }
    for (int i = 0; i < windows; i++) {
      long[] samples = byWindow.get(i).stream().mapToLong(Long::longValue).sorted().toArray();
      window(content.windows(), i, samples, ordered, visitor);
    }
  }

  private static void window(
      Timeline.Windows windows, int at, long[] samples, List<SampleCount> rows, Visitor visitor) {
    int from = 0;
    while (from < samples.length) {
      int place = (int) (samples[from] >>> 36);
      int to = from;
      while (to < samples.length && samples[to] >>> 36 == place) {
        to++;
      }
      int[] slots = new int[to - from];
      int[] cpus = new int[to - from];
      for (int i = from; i < to; i++) {
        slots[i - from] = (int) (samples[i] >>> 16) & 0xf_ffff;
        cpus[i - from] = (int) samples[i] & 0xffff;
      }
      SampleCount row = rows.get(place);
      visitor.row(
          windows.starts[at],
          windows.ends[at],
          new SampleCount(row.stackId(), row.task(), to - from, SampleMoments.of(slots, cpus)));
      from = to;
    }
  }

  /** Rows of one task mostly share it: its texts need not be looked at then. */
  @SuppressWarnings("ReferenceEquality") // what is shared is equal; the rest is compared
  private static int compare(SampleCount one, SampleCount other) {
    int tasks = one.task() == other.task() ? 0 : TASKS.compare(one.task(), other.task());
    return tasks == 0 ? Long.compare(one.stackId(), other.stackId()) : tasks;
  }

  private static Timeline timeline(List<SampleCount> rows, Duration period) {
    int[] counts = new int[rows.size()];
    int[] firstRow = new int[rows.size() + 1];
    int tasks = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (int) Math.clamp(rows.get(i).count(), 0, MAX_SAMPLES + 1L);
      if (i == 0 || !rows.get(i).task().equals(rows.get(i - 1).task())) {
        firstRow[tasks++] = i;
      }
    }
    firstRow[tasks] = counts.length;
    return new Timeline(counts, Arrays.copyOf(firstRow, tasks + 1), period.toNanos());
  }
}
