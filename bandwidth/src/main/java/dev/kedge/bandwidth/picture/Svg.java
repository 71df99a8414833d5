package dev.kedge.bandwidth.picture;

import dev.kedge.model.Printable;
import java.util.Locale;

/**
 * An SVG file as it grows: self-contained, light or dark by the reader's wish. Text from outside is
 * escaped; numbers have two decimals at most.
 */
final class Svg {
  /** The colours of the pages, and what they stand for in pictures of runs. */
  private static final String STYLE =
      """
      svg { --ground: #ffffff; --line: #d9dfe5; --text: #18212b; --soft: #4d5a67; --lane: #eef1f4;
        --user: #d9b978; --kernel: #5a7fa8; --runnable: #b9c3cd; --stranded: #b3261e;
        --limbo: #e58a7f; --lock: #7d66c4; --throttle: #e58a7f; --hold: #6b53b3;
        --s0: #0b5a8f; --s1: #b45309; --s2: #0f7d72; --s3: #6b53b3; --s4: #b13a66; --s5: #8a6d1d; }
      @media (prefers-color-scheme: dark) {
        svg { --ground: #11171e; --line: #232d38; --text: #dbe2e9; --soft: #a3afbb; --lane: #0a0e13;
          --user: #b8964f; --kernel: #6f9cc9; --runnable: #4a5866; --stranded: #f5574a;
          --limbo: #9c4038; --lock: #a996ee; --throttle: #9c4038; --hold: #a996ee;
          --s0: #6db4e4; --s1: #e99c50; --s2: #4cc2ae; --s3: #a996ee; --s4: #ec85ab;
          --s5: #d3b45c; } }
      text { font: 11px Inter, system-ui, sans-serif; fill: var(--soft); }
      .title { font-size: 14px; font-weight: 600; fill: var(--text); }
      .end { text-anchor: end; } .middle { text-anchor: middle; }
      .ground { fill: var(--ground); } .lane { fill: var(--lane); fill-opacity: 0.7; }
      .grid { stroke: var(--line); stroke-width: 1; } .refill { stroke: var(--s2); stroke-width: 1; }
      .user { fill: var(--user); } .kernel { fill: var(--kernel); }
      .runnable { fill: var(--runnable); } .stranded { fill: var(--stranded); }
      .limbo { fill: var(--limbo); } .lock { fill: var(--lock); }
      .throttle { fill: var(--throttle); } .hold { fill: var(--hold); }
      .curve { fill: none; stroke-width: 1.5; }
      """;

  private static final int SERIES = 6;

  private final StringBuilder body = new StringBuilder();

  /** How many series colours there are; further series begin again. */
  static String series(int i) {
    return "s" + Math.floorMod(i, SERIES);
  }

  void rect(String styleClass, double x, double y, double width, double height) {
    body.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
            .formatted(styleClass, number(x), number(y), number(width), number(height)));
  }

  void line(String styleClass, double x1, double y1, double x2, double y2) {
    body.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(styleClass, number(x1), number(y1), number(x2), number(y2)));
  }

  void text(String styleClass, double x, double y, String text) {
    body.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
            .formatted(styleClass, number(x), number(y), escape(text)));
  }

  /** A path of a series' colour; the data are SVG's own. */
  void curve(int series, String data) {
    body.append(
        "<path class=\"curve\" style=\"stroke: var(--%s)\" d=\"%s\"/>\n"
            .formatted(series(series), data));
  }

  /** A square of a series' colour. */
  void swatch(int series, double x, double y) {
    body.append(
        "<rect style=\"fill: var(--%s)\" x=\"%s\" y=\"%s\" width=\"9\" height=\"9\"/>\n"
            .formatted(series(series), number(x), number(y)));
  }

  /** The whole file. */
  String document(double width, double height, String title) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img">
    <title>%s</title>
    <style>
    %s</style>
    <rect class="ground" width="100%%" height="100%%"/>
    %s</svg>
    """
        .formatted(
            number(width),
            number(height),
            number(width),
            number(height),
            escape(title),
            STYLE,
            body);
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static String escape(String text) {
    return Printable.of(text, 200)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
