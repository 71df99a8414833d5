package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.document.TimeText;
import java.util.List;

/** Draws times over a quantity that was swept as SVG: linear to the right, logarithmic upwards. */
public final class SweepSvg {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 300;
  private static final double LEFT = 70;
  private static final double TOP = 50;
  private static final double LINE = 16;

  private final Svg svg = new Svg();
  private final double from;
  private final double to;
  private final double lowest;
  private final double decades;

  /**
   * A time at a value of the swept quantity.
   *
   * @param x the value
   * @param ns the time in nanoseconds
   */
  public record Point(double x, long ns) {}

  /** One curve, its points from left to right. */
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  private SweepSvg(List<Point> points) {
    from = points.stream().mapToDouble(Point::x).min().orElse(0);
    to = Math.max(from + 1, points.stream().mapToDouble(Point::x).max().orElse(1));
    lowest = Math.floor(Math.log10((double) points.stream().mapToLong(Point::ns).min().orElse(1)));
    double highest = Math.log10((double) points.stream().mapToLong(Point::ns).max().orElse(1));
    decades = Math.max(1, Math.ceil(highest) - lowest);
  }

  /**
   * Draws curves into one picture.
   *
   * @param unit of the swept quantity
   */
  public static String of(String title, String unit, List<Series> series) {
    List<Point> points = series.stream().flatMap(each -> each.points().stream()).toList();
    SweepSvg picture = new SweepSvg(points);
    picture.svg.text("title", LEFT, 24, title);
    picture.axes(series, unit);
    for (int i = 0; i < series.size(); i++) {
      picture.curve(i, series.get(i));
    }
    return picture.svg.document(LEFT + WIDTH + 30, TOP + HEIGHT + 60 + LINE * series.size(), title);
  }

  private void axes(List<Series> series, String unit) {
    for (int decade = 0; decade <= decades; decade++) {
      double y = TOP + HEIGHT * (1 - decade / decades);
      svg.line("grid", LEFT, y, LEFT + WIDTH, y);
      long time = Math.round(Math.pow(10, lowest + decade));
      svg.text("end", LEFT - 8, y + 4, TimeText.exact(Math.max(1, time)));
    }
    series.stream()
        .flatMap(each -> each.points().stream())
        .mapToDouble(Point::x)
        .distinct()
        .forEach(value -> {
          double x = x(value);
          svg.line("grid", x, TOP, x, TOP + HEIGHT);
          svg.text("middle", x, TOP + HEIGHT + 16, Svg.number(value) + unit);
        });
  }

  private void curve(int i, Series series) {
    StringBuilder path = new StringBuilder();
    for (Point point : series.points()) {
      double y = Math.log10((double) Math.max(1, point.ns()));
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(Svg.number(x(point.x())))
          .append(',')
          .append(Svg.number(TOP + HEIGHT * (1 - (y - lowest) / decades)));
    }
    svg.curve(i, path.toString());
    double y = TOP + HEIGHT + 40 + LINE * i;
    svg.swatch(i, LEFT, y - 9);
    svg.text("", LEFT + 16, y, series.name());
  }

  private double x(double value) {
    return LEFT + WIDTH * (value - from) / (to - from);
  }
}
