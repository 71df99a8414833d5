package dev.kedge.cli.verify;

import dev.kedge.bandwidth.picture.TextTable;
import dev.kedge.model.Printable;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.VerificationResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Results for people: cases and figures by kernel, reports, gates. */
final class ResultText {
  private static final int MAX_REASON = 400;

  private final VerificationResult result;

  ResultText(VerificationResult result) {
    this.result = result;
  }

  void print(PrintWriter out) {
    List<String> labels = result.kernels().stream().map(KernelIdentity::label).toList();
    List<String> head = new ArrayList<>(List.of("case", "unit"));
    head.addAll(labels);
    TextTable table = new TextTable(2, head.toArray(String[]::new));
    row(table, "boots", "", labels, this::outcomes);
    for (String path : paths()) {
      row(table, path, "", labels, label -> statuses(label, path));
      metrics(path)
          .forEach((metric, unit) ->
              row(table, "  " + metric, unit, labels, label -> figure(label, path, metric)));
    }
    out.print(table);
    reports(out);
    for (GateVerdict gate : result.gates()) {
      out.printf(
          "%-12s %s%s: %s%n",
          gate.verdict(),
          gate.gate(),
          gate.waiver().isPresent() ? " (waived)" : gate.blocking() ? "" : " (advisory)",
          Printable.of(gate.reason(), MAX_REASON));
    }
    out.println("verdict: " + result.verdict());
  }

  private interface Cell {
    String of(String label);
  }

  private static void row(
      TextTable table, String name, String unit, List<String> labels, Cell cell) {
    List<Object> cells = new ArrayList<>(List.of(name, unit));
    labels.forEach(label -> cells.add(cell.of(label)));
    table.row(cells.toArray());
  }

  private void reports(PrintWriter out) {
    Map<String, Integer> seen = new TreeMap<>();
    for (BootResult boot : result.boots()) {
      boot.reports().stream()
          .filter(report -> !report.expected())
          .map(ConsoleReport::title)
          .distinct()
          .forEach(title -> seen.merge(boot.kernel() + ": " + title, 1, Integer::sum));
    }
    seen.forEach((title, boots) ->
        out.printf("report %s (%d boots)%n", Printable.of(title, MAX_REASON), boots));
  }

  private Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    result.boots().forEach(boot -> boot.cases().forEach(ran -> paths.add(ran.path())));
    return paths;
  }

  private Map<String, String> metrics(String path) {
    Map<String, String> metrics = new LinkedHashMap<>();
    result.boots().stream()
        .flatMap(boot -> boot.cases().stream())
        .filter(ran -> ran.path().equals(path))
        .flatMap(ran -> ran.metrics().stream())
        .forEach(metric -> metrics.putIfAbsent(metric.name(), metric.unit()));
    return metrics;
  }

  private List<CaseResult> cases(String label, String path) {
    return result.bootsOf(label).stream()
        .flatMap(boot -> boot.cases().stream())
        .filter(ran -> ran.path().equals(path))
        .toList();
  }

  private String outcomes(String label) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    result.bootsOf(label).forEach(boot -> counts.merge(boot.outcome().name(), 1, Integer::sum));
    return counted(counts);
  }

  private String statuses(String label, String path) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    cases(label, path).stream()
        .map(CaseResult::status)
        .map(Status::name)
        .forEach(status -> counts.merge(status, 1, Integer::sum));
    return counted(counts);
  }

  private static String counted(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "-"
        : String.join(
            ", ",
            counts.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
                .toList());
  }

  /** The median of all boots' values, and the greatest where there are many; + is a lower bound. */
  private String figure(String label, String path, String name) {
    List<Metric> metrics =
        cases(label, path).stream()
            .flatMap(ran -> ran.metrics().stream())
            .filter(metric -> metric.name().equals(name))
            .toList();
    double[] values =
        metrics.stream().flatMap(m -> m.values().stream()).mapToDouble(v -> v).sorted().toArray();
    if (values.length == 0) {
      return "-";
    }
    String bound = metrics.stream().anyMatch(metric -> metric.censored() > 0) ? "+" : "";
    boolean many = metrics.stream().anyMatch(metric -> metric.values().size() > 1);
    String median = number(values[values.length / 2]);
    return many ? median + ", max " + number(values[values.length - 1]) + bound : median + bound;
  }

  private static String number(double value) {
    return Math.abs(value) >= 100 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
