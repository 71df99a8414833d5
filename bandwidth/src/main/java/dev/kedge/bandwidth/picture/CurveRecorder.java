package dev.kedge.bandwidth.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Thins one curve while it is recorded: of each stretch of the window only the first, lowest,
 * highest and last value are kept, which draws the same picture.
 */
final class CurveRecorder {
  private static final int STRETCHES = 400;
  private static final int FIRST = 0;
  private static final int LOWEST = 1;
  private static final int HIGHEST = 2;
  private static final int LAST = 3;
  private static final int KEPT = 4;

  private final long from;
  private final long width;
  private final boolean[] seen = new boolean[STRETCHES];
  private final long[] times = new long[STRETCHES * KEPT];
  private final long[] values = new long[STRETCHES * KEPT];

  CurveRecorder(long fromNs, long toNs) {
    from = fromNs;
    width = Math.max(1, (toNs - fromNs + STRETCHES - 1) / STRETCHES);
  }

  void add(long now, long value) {
    int stretch = (int) Math.min(STRETCHES - 1, (now - from) / width);
    int at = stretch * KEPT;
    if (!seen[stretch]) {
      seen[stretch] = true;
      Arrays.fill(times, at, at + KEPT, now);
      Arrays.fill(values, at, at + KEPT, value);
      return;
    }
    if (value < values[at + LOWEST]) {
      keep(at + LOWEST, now, value);
    }
    if (value > values[at + HIGHEST]) {
      keep(at + HIGHEST, now, value);
    }
    keep(at + LAST, now, value);
  }

  List<Curve.Point> points() {
    List<Curve.Point> points = new ArrayList<>();
    for (int stretch = 0; stretch < STRETCHES; stretch++) {
      if (seen[stretch]) {
        int at = stretch * KEPT;
        boolean fallsFirst = times[at + LOWEST] <= times[at + HIGHEST];
        add(points, at + FIRST);
        add(points, at + (fallsFirst ? LOWEST : HIGHEST));
        add(points, at + (fallsFirst ? HIGHEST : LOWEST));
        add(points, at + LAST);
      }
    }
    return points;
  }

  private void add(List<Curve.Point> points, int at) {
    Curve.Point point = new Curve.Point(times[at], values[at]);
    if (points.isEmpty() || !points.getLast().equals(point)) {
      points.add(point);
    }
  }

  private void keep(int at, long now, long value) {
    times[at] = now;
    values[at] = value;
  }
}
