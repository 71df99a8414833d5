package dev.kedge.report.score;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a score as text. */
public final class ScoreTable {
  private static final List<Measure> COLUMNS =
      List.of(Measure.TITLE, Measure.TITLES_MEET, Measure.KIND, Measure.TYPE, Measure.CORRUPTED);

  private ScoreTable() {}

  /** All measures of all logs, then the most telling ones by kind of report. */
  public static String of(Score score) {
    StringBuilder out = new StringBuilder("%d logs%n".formatted(score.logs()));
    score.total().forEach((measure, tally) -> out.append(row(measure.label(), tally)));
    out.append(String.format(Locale.ROOT, "%n%-44s %5s", "by kind of report", "logs"));
    COLUMNS.forEach(column -> out.append(String.format(" %12s", column.label())));
    out.append('\n');
    score
        .families()
        .forEach((name, family) -> {
          out.append(String.format(Locale.ROOT, "%-44s %5d", cut(name), logs(family)));
          COLUMNS.forEach(column -> out.append(cell(family.get(column))));
          out.append('\n');
        });
    return out.toString();
  }

  private static int logs(Map<Measure, Tally> family) {
    return family.values().stream().mapToInt(Tally::of).max().orElse(0);
  }

  private static String row(String name, Tally tally) {
    return String.format(
        Locale.ROOT,
        "  %-28s %6.2f %%  (%d of %d)%n",
        name,
        tally.percent(),
        tally.right(),
        tally.of());
  }

  private static String cell(@Nullable Tally tally) {
    return tally == null
        ? String.format(" %12s", "-")
        : String.format(Locale.ROOT, " %10.1f %%", tally.percent());
  }

  private static String cut(String name) {
    return name.length() > 44 ? name.substring(0, 44) : name;
  }
}
