package dev.kedge.bandwidth.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What a validation found.
 *
 * @param comparisons every measured value, in the file's order
 * @param verdicts on all values of a group of a run together, in the file's order
 * @param calibration what was fitted to the file
 * @param phases simulations per row
 */
public record ValidationReport(
    List<Comparison> comparisons, List<RowVerdict> verdicts, Calibration calibration, int phases) {
  public ValidationReport {
    comparisons = List.copyOf(comparisons);
    verdicts = List.copyOf(verdicts);
  }

  /** The classes that occur, each with its figures. */
  public List<ClassSummary> summaries() {
    Map<RowClass, List<RowVerdict>> rows = new EnumMap<>(RowClass.class);
    for (RowVerdict verdict : verdicts) {
      rows.computeIfAbsent(verdict.rowClass(), _ -> new ArrayList<>()).add(verdict);
    }
    List<ClassSummary> summaries = new ArrayList<>();
    rows.forEach((rowClass, members) -> {
      List<Comparison> values =
          comparisons.stream().filter(value -> value.rowClass() == rowClass).toList();
      summaries.add(
          new ClassSummary(
              rowClass,
              members.size(),
              count(members, RowVerdict::inside),
              count(members, RowVerdict::within),
              mean(members, RowVerdict::ownInside),
              mean(members, RowVerdict::ownWithin),
              values.size(),
              count(values, Comparison::inside),
              count(values, Comparison::within)));
    });
    return summaries;
  }

  private static <T> int count(List<T> all, Predicate<T> which) {
    return (int) all.stream().filter(which).count();
  }

  private static double mean(List<RowVerdict> rows, ToDoubleFunction<RowVerdict> share) {
    return rows.stream().mapToDouble(share).average().orElse(1);
  }
}
