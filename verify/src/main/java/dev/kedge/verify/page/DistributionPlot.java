package dev.kedge.verify.page;

import dev.kedge.verify.result.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The values of one metric on both kernels: each boot a dot, or each boot its own empirical
 * distribution function, so that the eye sees how much boots of one kernel differ. Lower bounds are
 * open triangles; a function with such values does not reach the top.
 */
final class DistributionPlot {
  private static final int WIDTH = 480;
  private static final int LEFT = 84;
  private static final int RIGHT = 468;
  private static final int STEPS = 160;

  private DistributionPlot() {}

  /** The plot; the baseline may be empty. */
  static String svg(String title, List<Metric> baseline, List<Metric> candidate) {
    var range =
        Stream.concat(baseline.stream(), candidate.stream())
            .flatMap(metric -> metric.values().stream())
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .summaryStatistics();
    if (range.getCount() == 0) {
      return "";
    }
    Axis axis = new Axis(range.getMin(), range.getMax(), LEFT, RIGHT);
    boolean single =
        Stream.concat(baseline.stream(), candidate.stream())
            .allMatch(metric -> metric.values().size() == 1);
    int height = single ? 84 : 134;
    Markup svg = new Markup();
    svg.tag("<svg viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\" aria-label=\"");
    svg.text(title).tag("\">");
    grid(svg, axis, height);
    if (single) {
      dots(svg, axis, baseline, "base", 20, "baseline");
      dots(svg, axis, candidate, "cand", 46, "candidate");
    } else {
      functions(svg, axis, baseline, "base");
      functions(svg, axis, candidate, "cand");
      legend(svg);
    }
    return svg.tag("</svg>").toString();
  }

  private static void grid(Markup svg, Axis axis, int height) {
    int bottom = height - 20;
    for (double tick : axis.ticks()) {
      String x = coordinate(axis.at(tick));
      svg.tag("<path class=\"grid\" d=\"M" + x + " 6V" + bottom + "\"/>");
      svg.tag("<text text-anchor=\"middle\" x=\"" + x + "\" y=\"" + (height - 6) + "\">");
      svg.text(Figures.number(tick)).tag("</text>");
    }
    svg.tag("<path class=\"axis\" d=\"M" + LEFT + " " + bottom + "H" + RIGHT + "\"/>");
    if (axis.logarithmic()) {
      svg.tag("<text x=\"4\" y=\"" + (height - 6) + "\">log</text>");
    }
  }

  private static void dots(
      Markup svg, Axis axis, List<Metric> boots, String style, int y, String name) {
    svg.tag("<text x=\"4\" y=\"" + (y + 4) + "\">" + name + "</text>");
    for (int i = 0; i < boots.size(); i++) {
      Metric metric = boots.get(i);
      double x = axis.at(metric.values().getFirst());
      double at = y + 4.0 * (i % 3 - 1);
      String place = coordinate(x) + " " + coordinate(at);
      if (metric.censored() > 0) {
        svg.tag("<path class=\"open " + style + "\" d=\"M" + place + "m-3 -4l7 4l-7 4z\"/>");
      } else {
        svg.tag("<circle class=\"" + style + "\" fill-opacity=\".55\" r=\"3.5\" cx=\"");
        svg.tag(coordinate(x) + "\" cy=\"" + coordinate(at) + "\"/>");
      }
    }
  }

  private static void functions(Markup svg, Axis axis, List<Metric> boots, String style) {
    for (Metric metric : boots) {
      int complete = metric.values().size() - metric.censored();
      double[] sorted =
          metric.values().stream().limit(complete).mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(sorted);
      StringBuilder path = new StringBuilder("M" + LEFT + " 108");
      for (int step = 1; sorted.length > 0 && step <= Math.min(STEPS, sorted.length); step++) {
        int index = (int) ((long) step * sorted.length / Math.min(STEPS, sorted.length)) - 1;
        double share = (index + 1.0) / metric.values().size();
        path.append('H').append(coordinate(axis.at(sorted[index])));
        path.append('V').append(coordinate(108 - 94 * share));
      }
      path.append('H').append(RIGHT);
      svg.tag("<path class=\"" + style + "\" stroke-opacity=\".7\" d=\"" + path + "\"/>");
    }
  }

  private static void legend(Markup svg) {
    svg.tag("<text x=\"4\" y=\"18\">100 %</text><text x=\"4\" y=\"110\">0 %</text>");
    svg.tag("<path class=\"base\" d=\"M4 44h14\"/><text x=\"22\" y=\"48\">baseline</text>");
    svg.tag("<path class=\"cand\" d=\"M4 62h14\"/><text x=\"22\" y=\"66\">candid.</text>");
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
