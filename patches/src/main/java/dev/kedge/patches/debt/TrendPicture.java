package dev.kedge.patches.debt;

import java.util.List;
import java.util.Locale;

/** The number of patches from release to release, drawn as SVG. */
final class TrendPicture {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 180;
  private static final int LEFT = 56;
  private static final int BOTTOM = 28;
  private static final int TOP = 12;
  private static final int LABELS = 12;

  private TrendPicture() {}

  static String of(List<DebtLedger> releases) {
    int most =
        Math.max(1, releases.stream().mapToInt(ledger -> ledger.total().patches()).max().orElse(1));
    StringBuilder svg = new StringBuilder(2048);
    svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" width=\"100%%\">".formatted(WIDTH, HEIGHT));
    svg.append("<title>Patches by release</title>");
    for (int value : new int[] {0, most}) {
      svg.append("<path class=\"axis\" d=\"M%d %dH%d\"/>".formatted(LEFT, y(value, most), WIDTH));
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
              .formatted(LEFT - 6, y(value, most) + 4, String.format(Locale.ROOT, "%,d", value)));
    }
    StringBuilder points = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    int step = Math.max(1, (releases.size() + LABELS - 1) / LABELS);
    for (int i = 0; i < releases.size(); i++) {
      int patches = releases.get(i).total().patches();
      points.append(x(i, releases.size())).append(',').append(y(patches, most)).append(' ');
      String name = DebtPage.escaped(releases.get(i).name());
      marks.append(
          "<circle class=\"dot\" r=\"3\" cx=\"%d\" cy=\"%d\"><title>%s: %d patches</title></circle>"
              .formatted(x(i, releases.size()), y(patches, most), name, patches));
      if (i % step == 0) {
        marks.append(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted(x(i, releases.size()), HEIGHT - 8, name));
      }
    }
    svg.append("<polyline class=\"series\" points=\"").append(points).append("\"/>").append(marks);
    return svg.append("</svg>").toString();
  }

  private static int x(int i, int releases) {
    int room = WIDTH - LEFT - 120;
    return LEFT + 60 + (releases == 1 ? room / 2 : i * room / (releases - 1));
  }

  private static int y(int value, int most) {
    return HEIGHT - BOTTOM - (int) ((long) value * (HEIGHT - BOTTOM - TOP) / most);
  }
}
