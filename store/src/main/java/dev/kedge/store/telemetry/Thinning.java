package dev.kedge.store.telemetry;

import dev.kedge.model.Vital;
import dev.kedge.store.sql.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Readings gathered into even steps.
 *
 * <p>A reading describes the time since the one before it. Where steps are shorter than that, the
 * steps between two readings take the later one's value; a step stays empty, and is NaN, only where
 * no reading speaks of it.
 */
final class Thinning {
  private static final int MOST_POINTS = 10_000;

  /** Every vital and scope of a host with many limited cgroups; more than a page can show. */
  private static final int MOST_SERIES = 2_000;

  private final long start;
  private final long end;
  private final long step;
  private final int steps;
  private final Map<Key, Column> columns = new TreeMap<>();

  Thinning(long start, long end, int points) {
    if (points < 1 || points > MOST_POINTS) {
      throw new IllegalArgumentException("points %d: expected 1 to 10000".formatted(points));
    }
    this.start = start;
    this.end = end;
    // Whole milliseconds: the API speaks of them.
    this.step = Math.max(1, Math.ceilDiv(end - start, points * 1000L)) * 1000;
    this.steps = (int) Math.ceilDiv(end - start, step);
  }

  private record Key(Vital vital, String scope) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byVital = vital.compareTo(other.vital);
      return byVital != 0 ? byVital : scope.compareTo(other.scope);
    }
  }

  private static final class Column {
    final double[] sum;
    final double[] max;
    final long[] count;

    Column(int steps) {
      sum = new double[steps];
      max = new double[steps];
      count = new long[steps];
    }
  }

  /** First microsecond, not itself inside. */
  long start() {
    return start;
  }

  /** Last microsecond, inside. */
  long end() {
    return end;
  }

  /** Length of a step in microseconds. */
  long step() {
    return step;
  }

  /** Adds one reading, if it is of this span. */
  void add(Vital vital, String scope, long at, double value) {
    if (at > start && at <= end) {
      add(vital, scope, (int) ((at - start - 1) / step), value, 1, value);
    }
  }

  /** Adds readings of one step. */
  void add(Vital vital, String scope, int at, double sum, long count, double max) {
    Key key = new Key(vital, scope);
    Column column = columns.get(key);
    if (column == null) {
      if (columns.size() >= MOST_SERIES) {
        return;
      }
      column = new Column(steps);
      columns.put(key, column);
    }
    column.max[at] = column.count[at] == 0 ? max : Math.max(column.max[at], max);
    column.sum[at] += sum;
    column.count[at] += count;
  }

  VitalSeries series() {
    List<Instant> times = new ArrayList<>(steps);
    for (int i = 0; i < steps; i++) {
      times.add(Micros.instant(start + (i + 1) * step));
    }
    List<VitalColumn> shown = new ArrayList<>(columns.size());
    columns.forEach((key, column) -> shown.add(show(key, column)));
    return new VitalSeries(times, Duration.ofNanos(step * 1000), shown);
  }

  private VitalColumn show(Key key, Column column) {
    Double[] mean = new Double[steps];
    Double[] max = new Double[steps];
    Arrays.fill(mean, Double.NaN);
    Arrays.fill(max, Double.NaN);
    int reach = reach(column);
    int last = -1;
    for (int i = 0; i < steps; i++) {
      if (column.count[i] == 0) {
        continue;
      }
      int from = last >= 0 && i - last > reach + 1 ? i : Math.max(last + 1, i - reach);
      Arrays.fill(mean, from, i + 1, column.sum[i] / column.count[i]);
      Arrays.fill(max, from, i + 1, column.max[i]);
      last = i;
    }
    return new VitalColumn(key.vital(), key.scope(), List.of(mean), List.of(max));
  }

  /**
   * How many empty steps before a reading it speaks for: half as many again as usually lie between
   * two readings. None where steps usually hold several readings; one where they hold about one,
   * because a little jitter then leaves a step empty.
   */
  private static int reach(Column column) {
    List<Integer> distances = new ArrayList<>();
    long readings = 0;
    int last = -1;
    for (int i = 0; i < column.count.length; i++) {
      if (column.count[i] > 0) {
        readings += column.count[i];
        if (last >= 0) {
          distances.add(i - last);
        }
        last = i;
      }
    }
    if (distances.isEmpty() || readings > 1.5 * (distances.size() + 1)) {
      return 0;
    }
    distances.sort(null);
    int usual = distances.get(distances.size() / 2);
    return usual == 1 ? 1 : usual * 3 / 2 - 1;
  }
}
