package dev.kedge.bandwidth.picture;

import dev.kedge.bandwidth.scenario.document.TimeText;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Draws distributions of times as SVG: the share that took at most so long, over a logarithmic
 * axis, so that microseconds and periods stand in one picture.
 */
public final class DistributionSvg {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 300;
  private static final double LEFT = 60;
  private static final double TOP = 50;
  private static final double LINE = 16;

  private final Svg svg = new Svg();
  private final double lowest;
  private final double decades;

  /**
   * One distribution.
   *
   * @param nanoseconds the times
   */
  public record Series(String name, Histogram nanoseconds) {}

  private DistributionSvg(List<Series> series) {
    long low = Long.MAX_VALUE;
    long high = 1;
    for (Series each : series) {
      if (each.nanoseconds().getTotalCount() > 0) {
        low = Math.min(low, Math.max(1, each.nanoseconds().getMinValue()));
        high = Math.max(high, each.nanoseconds().getMaxValue());
      }
    }
    lowest = Math.floor(Math.log10((double) Math.min(low, high)));
    decades = Math.max(1, Math.ceil(Math.log10((double) high) + 1e-9) - lowest);
  }

  /** Draws them into one picture. */
  public static String of(String title, List<Series> series) {
    DistributionSvg picture = new DistributionSvg(series);
    picture.svg.text("title", LEFT, 24, title);
    picture.axes();
    for (int i = 0; i < series.size(); i++) {
      picture.curve(i, series.get(i).nanoseconds());
      picture.key(i, series.get(i));
    }
    return picture.svg.document(LEFT + WIDTH + 30, TOP + HEIGHT + 60 + LINE * series.size(), title);
  }

  private void axes() {
    for (int decade = 0; decade <= decades; decade++) {
      double x = LEFT + WIDTH * decade / decades;
      svg.line("grid", x, TOP, x, TOP + HEIGHT);
      svg.text(
          "middle",
          x,
          TOP + HEIGHT + 16,
          TimeText.exact(Math.round(Math.pow(10, lowest + decade))));
    }
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = TOP + HEIGHT * (1 - percent / 100.0);
      svg.line("grid", LEFT, y, LEFT + WIDTH, y);
      svg.text("end", LEFT - 8, y + 4, percent + " %");
    }
  }

  private void curve(int i, Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return;
    }
    StringBuilder path = new StringBuilder();
    path.append("M%s,%s".formatted(x(histogram.getMinValue()), Svg.number(TOP + HEIGHT)));
    for (HistogramIterationValue value : histogram.recordedValues()) {
      double share = value.getPercentileLevelIteratedTo() / 100;
      path.append(
          "H%sV%s"
              .formatted(x(value.getValueIteratedTo()), Svg.number(TOP + HEIGHT * (1 - share))));
    }
    svg.curve(i, path.append('H').append(Svg.number(LEFT + WIDTH)).toString());
  }

  private void key(int i, Series series) {
    double y = TOP + HEIGHT + 40 + LINE * i;
    Histogram times = series.nanoseconds();
    svg.swatch(i, LEFT, y - 9);
    svg.text(
        "",
        LEFT + 16,
        y,
        "%s: %d, p50 %s, p99 %s, max %s"
            .formatted(
                series.name(),
                times.getTotalCount(),
                TimeText.rounded(times.getValueAtPercentile(50)),
                TimeText.rounded(times.getValueAtPercentile(99)),
                TimeText.rounded(times.getMaxValue())));
  }

  private String x(long value) {
    double position = (Math.log10((double) Math.max(1, value)) - lowest) / decades;
    return Svg.number(LEFT + WIDTH * Math.clamp(position, 0, 1));
  }
}
