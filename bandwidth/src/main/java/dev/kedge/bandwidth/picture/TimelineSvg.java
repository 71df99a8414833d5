package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.document.TimeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.TreeSet;

/**
 * Draws time lines as SVG, one below the other on the same axis: per CPU what runs, throttled
 * queues, who holds the locks, per task its state, and the runtime left in the pools.
 */
public final class TimelineSvg {
  private static final double GUTTER = 190;
  private static final double PLOT = 1000;
  private static final double MARGIN = 16;
  private static final double RIGHT = 28;
  private static final double LANE = 16;
  private static final double BAR = 12;
  private static final double CURVES = 90;
  private static final int CELLS = 2000;
  private static final int MAX_ROWS = 40;
  private static final int MAX_CURVES = 6;

  private final Svg svg = new Svg();
  private double y = MARGIN;

  private TimelineSvg() {}

  /**
   * Draws them.
   *
   * @param timelines at least one, of the same window
   */
  public static String of(List<Timeline> timelines) {
    TimelineSvg picture = new TimelineSvg();
    picture.legend();
    timelines.forEach(picture::timeline);
    String title = String.join(" and ", timelines.stream().map(Timeline::title).toList());
    return picture.svg.document(GUTTER + PLOT + MARGIN + RIGHT, picture.y + MARGIN, title);
  }

  private void legend() {
    double x = MARGIN;
    for (TaskState state : TaskState.values()) {
      svg.rect(state.label(), x, y, 10, 10);
      svg.text("", x + 14, y + 9, state.meaning());
      x += 40 + 6.0 * state.meaning().length();
    }
    svg.line("refill", x + 4, y, x + 4, y + 10);
    svg.text("", x + 14, y + 9, "refill");
    y += 24;
  }

  private void timeline(Timeline timeline) {
    svg.text("title", MARGIN, y + 12, timeline.title());
    y += 34;
    double top = y;
    // The grid lies under the lanes' contents: its place in the file is before them.
    axis(timeline, top, top + height(timeline));
    cpus(timeline);
    throttles(timeline);
    locks(timeline);
    tasks(timeline);
    curves(timeline);
    if (timeline.dropped() > 0) {
      svg.text(
          "",
          MARGIN,
          y + 12,
          timeline.dropped() + " intervals or curves were too many to keep and are missing");
      y += LANE;
    }
    y += 20;
  }

  private double height(Timeline timeline) {
    int lanes =
        lanes(timeline.cpus())
            + lanes(throttled(timeline).size())
            + lanes((int) timeline.locks().stream().filter(name -> !name.isEmpty()).count())
            + lanes(timeline.activeTasks().length);
    return lanes * LANE + (drawnCurves(timeline).isEmpty() ? 0 : CURVES + 14);
  }

  private static int lanes(int rows) {
    return rows > MAX_ROWS ? MAX_ROWS + 1 : rows;
  }

  private void axis(Timeline timeline, double top, double bottom) {
    for (Axis.Mark mark : Axis.marks(timeline.fromNs(), timeline.toNs(), 10)) {
      double x = x(mark.position());
      svg.line("grid", x, top - 4, x, bottom);
      svg.text("middle", x, top - 8, mark.label());
    }
    Segments refills = timeline.refills();
    for (int i = 0; i < Math.min(CELLS, refills.size()); i++) {
      double x = x(position(timeline, refills.start(i)));
      svg.line("refill", x, top - 4, x, top);
    }
  }

  private void cpus(Timeline timeline) {
    List<Raster> rasters = rasters(timeline, timeline.cpus());
    Segments running = timeline.running();
    for (int i = 0; i < running.size(); i++) {
      if (running.row(i) < rasters.size()) {
        rasters.get(running.row(i)).add(running.state(i), running.start(i), running.end(i));
      }
    }
    for (int cpu = 0; cpu < rasters.size(); cpu++) {
      states("CPU " + cpu, rasters.get(cpu));
    }
    more(timeline.cpus(), "CPUs");
  }

  private void throttles(Timeline timeline) {
    Segments throttles = timeline.throttles();
    List<Long> queues = throttled(timeline);
    for (long queue : queues.subList(0, Math.min(MAX_ROWS, queues.size()))) {
      int group = (int) (queue >> 32);
      int cpu = (int) queue;
      Raster raster = new Raster(timeline.fromNs(), timeline.toNs(), CELLS);
      for (int i = 0; i < throttles.size(); i++) {
        if (throttles.row(i) == group && throttles.subject(i) == cpu) {
          raster.add(0, throttles.start(i), throttles.end(i));
        }
      }
      lane(timeline.groups().get(group) + " throttled, CPU " + cpu);
      runs(raster.present(), _ -> "throttle");
    }
    more(queues.size(), "throttled queues");
  }

  private void locks(Timeline timeline) {
    Segments holds = timeline.holds();
    int drawn = 0;
    for (int lock = 0; lock < timeline.locks().size(); lock++) {
      if (timeline.locks().get(lock).isEmpty() || ++drawn > MAX_ROWS) {
        continue;
      }
      Raster raster = new Raster(timeline.fromNs(), timeline.toNs(), CELLS);
      for (int i = 0; i < holds.size(); i++) {
        if (holds.subject(i) == lock) {
          raster.add(0, holds.start(i), holds.end(i));
        }
      }
      lane(timeline.locks().get(lock) + " held");
      runs(raster.present(), _ -> "hold");
    }
    more(drawn, "locks");
  }

  private void tasks(Timeline timeline) {
    int[] active = timeline.activeTasks();
    List<Raster> rasters = rasters(timeline, active.length);
    Segments states = timeline.states();
    for (int i = 0; i < states.size(); i++) {
      int place = Arrays.binarySearch(active, states.row(i));
      if (place >= 0 && place < rasters.size()) {
        rasters.get(place).add(states.state(i), states.start(i), states.end(i));
      }
    }
    for (int i = 0; i < rasters.size(); i++) {
      states(timeline.tasks().get(active[i]), rasters.get(i));
    }
    more(active.length, "tasks");
  }

  /** Runtime in the pools, and what single CPUs have of it; below zero it is debt. */
  private void curves(Timeline timeline) {
    List<Curve> curves = drawnCurves(timeline);
    if (curves.isEmpty()) {
      return;
    }
    y += 14;
    LongSummaryStatistics range =
        curves.stream()
            .flatMap(curve -> curve.points().stream())
            .mapToLong(Curve.Point::runtimeNs)
            .summaryStatistics();
    long lowest = Math.min(0, range.getMin());
    double perNs = (CURVES - 12) / Math.max(1, Math.max(0, range.getMax()) - lowest);
    double zero = y + CURVES - 10 + lowest * perNs;
    svg.line("grid", GUTTER + MARGIN, zero, GUTTER + MARGIN + PLOT, zero);
    svg.text("end", GUTTER + MARGIN - 6, zero + 4, "0");
    svg.text("end", GUTTER + MARGIN - 6, y + 8, TimeText.rounded(Math.max(0, range.getMax())));
    if (lowest < 0) {
      svg.text(
          "end", GUTTER + MARGIN - 6, y + CURVES - 4, "-" + TimeText.rounded(-(double) lowest));
    }
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      svg.swatch(i, MARGIN, y + 16 + i * 12 - 8);
      svg.text(
          "",
          MARGIN + 14,
          y + 16 + i * 12,
          shortened(
              (curve.cpu() == Curve.POOL ? "pool of " : "CPU " + curve.cpu() + " of ")
                  + timeline.groups().get(curve.group()),
              20));
      svg.curve(i, path(timeline, curve, zero, perNs));
    }
    y += CURVES;
  }

  private static String path(Timeline timeline, Curve curve, double zero, double perNs) {
    StringBuilder path = new StringBuilder();
    for (Curve.Point point : curve.points()) {
      String x = Svg.number(x(position(timeline, point.atNs())));
      path.append(path.isEmpty() ? "M" + x + "," : "H" + x + "V")
          .append(Svg.number(zero - point.runtimeNs() * perNs));
    }
    return path.append('H').append(Svg.number(GUTTER + MARGIN + PLOT)).toString();
  }

  private void states(String label, Raster raster) {
    lane(label);
    runs(raster.present(), state -> TaskState.of(state).label());
  }

  private void lane(String label) {
    svg.text("end", GUTTER + MARGIN - 6, y + 10, shortened(label, 32));
    svg.rect("lane", GUTTER + MARGIN, y, PLOT, BAR);
    y += LANE;
  }

  private interface StyleClass {
    String of(int code);
  }

  /** Draws cells in the lane that was just begun, equal cells as one. */
  private void runs(int[] codes, StyleClass style) {
    double width = PLOT / CELLS;
    for (int start = 0; start < CELLS; ) {
      int end = start + 1;
      while (end < CELLS && codes[end] == codes[start]) {
        end++;
      }
      if (codes[start] != Raster.EMPTY) {
        svg.rect(
            style.of(codes[start]),
            GUTTER + MARGIN + start * width,
            y - LANE,
            (end - start) * width,
            BAR);
      }
      start = end;
    }
  }

  private void more(int rows, String what) {
    if (rows > MAX_ROWS) {
      svg.text(
          "end", GUTTER + MARGIN - 6, y + 10, "and %d more %s".formatted(rows - MAX_ROWS, what));
      y += LANE;
    }
  }

  private static List<Raster> rasters(Timeline timeline, int count) {
    List<Raster> rasters = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_ROWS, count); i++) {
      rasters.add(new Raster(timeline.fromNs(), timeline.toNs(), CELLS));
    }
    return rasters;
  }

  /** Queues that were throttled, group in the upper half of the number and CPU in the lower. */
  private static List<Long> throttled(Timeline timeline) {
    TreeSet<Long> queues = new TreeSet<>();
    for (int i = 0; i < timeline.throttles().size(); i++) {
      queues.add((long) timeline.throttles().row(i) << 32 | timeline.throttles().subject(i));
    }
    return List.copyOf(queues);
  }

  /** Pools first, then the queues of single CPUs, as many as can be told apart. */
  private static List<Curve> drawnCurves(Timeline timeline) {
    return timeline.curves().stream()
        .filter(curve -> !curve.points().isEmpty())
        .sorted(
            Comparator.comparing((Curve curve) -> curve.cpu() != Curve.POOL)
                .thenComparingInt(Curve::group)
                .thenComparingInt(Curve::cpu))
        .limit(MAX_CURVES)
        .toList();
  }

  private static double position(Timeline timeline, long at) {
    return (double) (at - timeline.fromNs()) / Math.max(1, timeline.toNs() - timeline.fromNs());
  }

  private static double x(double position) {
    return GUTTER + MARGIN + position * PLOT;
  }

  private static String shortened(String label, int length) {
    return label.length() > length ? "…" + label.substring(label.length() - length + 1) : label;
  }
}
