package dev.kedge.bandwidth.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a validation found.
 *
 * @param comparisons every measured value, in the file's order
 * @param ownRuns how near the model is to itself, for each run and group
 * @param calibration what was fitted to the file
 * @param phases simulations per row
 */
public record ValidationReport(
    List<Comparison> comparisons, List<OwnRuns> ownRuns, Calibration calibration, int phases) {
  public ValidationReport {
    comparisons = List.copyOf(comparisons);
    ownRuns = List.copyOf(ownRuns);
  }

  /** The classes that occur, each with its figures. */
  public List<ClassSummary> summaries() {
    Map<RowClass, Map<List<Object>, List<Comparison>>> rows = new EnumMap<>(RowClass.class);
    for (Comparison c : comparisons) {
      rows.computeIfAbsent(c.rowClass(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(
              List.of(c.kernel(), c.row(), c.repetition(), c.group()), _ -> new ArrayList<>())
          .add(c);
    }
    List<ClassSummary> summaries = new ArrayList<>();
    rows.forEach((rowClass, members) -> {
      int good = 0;
      int values = 0;
      int inside = 0;
      int within = 0;
      for (List<Comparison> row : members.values()) {
        good += row.stream().allMatch(Comparison::within) ? 1 : 0;
        values += row.size();
        inside += (int) row.stream().filter(Comparison::inside).count();
        within += (int) row.stream().filter(Comparison::within).count();
      }
      double own =
          ownRuns.stream()
              .filter(runs -> runs.rowClass() == rowClass)
              .mapToDouble(OwnRuns::share)
              .average()
              .orElse(1);
      summaries.add(new ClassSummary(rowClass, members.size(), good, own, values, inside, within));
    });
    return summaries;
  }
}
