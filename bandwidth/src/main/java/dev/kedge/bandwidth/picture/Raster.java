package dev.kedge.bandwidth.picture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One row of a picture cut into cells; each cell shows what took most of its time. So a picture is
 * as large as its paper, however much happened.
 */
final class Raster {
  /** The code of a cell in which nothing was for most of the time. */
  static final int EMPTY = -1;

  private final long from;
  private final double cellNs;
  private final int cells;
  private final Map<Integer, double[]> times = new HashMap<>();

  Raster(long fromNs, long toNs, int cells) {
    this.from = fromNs;
    this.cells = cells;
    this.cellNs = Math.max(1e-9, (double) (toNs - fromNs) / cells);
  }

  void add(int code, long start, long end) {
    double[] time = times.computeIfAbsent(code, _ -> new double[cells]);
    double first = (start - from) / cellNs;
    double last = Math.min(cells, (end - from) / cellNs);
    for (int cell = Math.max(0, (int) first); cell < last; cell++) {
      time[cell] += Math.min(last, cell + 1) - Math.max(first, cell);
    }
  }

  /** The code that took most of each cell; empty where most of it was nothing. */
  int[] dominant() {
    return codes(true);
  }

  /** The code that took most of each cell among those that were there at all. */
  int[] present() {
    return codes(false);
  }

  /** As {@link #present()}, but with {@code several} where others took half as much or more. */
  int[] present(int several) {
    int[] codes = present();
    for (int cell = 0; cell < cells; cell++) {
      double most = codes[cell] == EMPTY ? 0 : timeOf(codes[cell], cell);
      int equals = 0;
      for (double[] time : times.values()) {
        equals += most > 0 && time[cell] >= most / 2 ? 1 : 0;
      }
      codes[cell] = equals > 1 ? several : codes[cell];
    }
    return codes;
  }

  private int[] codes(boolean againstNothing) {
    int[] codes = new int[cells];
    double[] best = new double[cells];
    Arrays.fill(codes, EMPTY);
    double[] taken = new double[cells];
    times.forEach((code, time) -> {
      for (int cell = 0; cell < cells; cell++) {
        taken[cell] += time[cell];
        // Ties by the code, so that the order of the map does not show.
        if (time[cell] > best[cell]
            || (time[cell] > 0 && time[cell] == best[cell] && code > codes[cell])) {
          best[cell] = time[cell];
          codes[cell] = code;
        }
      }
    });
    for (int cell = 0; cell < cells; cell++) {
      if (againstNothing && best[cell] < 1 - taken[cell]) {
        codes[cell] = EMPTY;
      }
    }
    return codes;
  }

  private double timeOf(int code, int cell) {
    double[] time = times.get(code);
    return time == null ? 0 : time[cell];
  }
}
