package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.measure.Calibration;
import dev.kedge.bandwidth.measure.ClassSummary;
import dev.kedge.bandwidth.measure.Comparison;
import dev.kedge.bandwidth.measure.RowVerdict;
import dev.kedge.bandwidth.measure.Validation;
import dev.kedge.bandwidth.measure.ValidationReport;
import dev.kedge.bandwidth.picture.TextTable;
import dev.kedge.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth validate}: the model against a measurement of a real kernel. */
@Command(
    name = "validate",
    description = {
      "Simulates every row of a measurement (docs/bandwidth-validate.md) over phases and",
      "placements, and says where the kernel lies in the model's band."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth validate measured.csv --all",
      "  kedge bandwidth validate measured.csv --mechanism B --fail-under 90"
    })
final class ValidateCommand implements Callable<Integer> {
  private static final long PATIENCE_NS = 2_000_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "measurement (.csv or .csv.gz)")
  private Path file = Path.of("");

  @Option(
      names = "--mechanism",
      paramLabel = "A|B|C|D",
      description = "simulate this mechanism instead of each row's own kernel")
  private @Nullable String mechanism;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      defaultValue = "6.18",
      description = "rules for rows that name no kernel, default 6.18")
  private String kernel = "6.18";

  @Mixin private PhaseOptions runs = new PhaseOptions(64);

  @Option(names = "--all", description = "print every value, not only those outside")
  private boolean all;

  @Option(
      names = "--fail-under",
      paramLabel = "PERCENT",
      description = "exit with 1 when a class has fewer values as near as it asks")
  private @Nullable Double failUnder;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  private long spoke;

  @Override
  public Integer call() throws IOException {
    spoke = System.nanoTime();
    ValidationReport report =
        new Validation(this::rules, runs.phases(), runs.seed(), this::progress).validate(file);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(document(report)));
    } else {
      print(out, report);
    }
    out.flush();
    return failed(report) ? ExitCode.FINDING : ExitCode.OK;
  }

  private Kernel rules(String release) {
    Kernel own = Kernel.release(release.isEmpty() ? kernel : release);
    if (mechanism == null) {
      return own;
    }
    if (mechanism.length() != 1) {
      throw new BandwidthException("--mechanism is A, B, C or D");
    }
    return own.withMechanism(Kernel.mechanism(mechanism.charAt(0)).mechanism());
  }

  private void progress(int rows) {
    long now = System.nanoTime();
    if (now - spoke > PATIENCE_NS) {
      spoke = now;
      PrintWriter err = spec.commandLine().getErr();
      err.println("validating: %d rows done".formatted(rows));
      err.flush();
    }
  }

  private boolean failed(ValidationReport report) {
    if (failUnder == null) {
      return false;
    }
    double least = failUnder;
    return report.summaries().stream().anyMatch(s -> percent(s.within(), s.values()) < least);
  }

  private static double percent(int part, int whole) {
    return whole == 0 ? 100 : 100.0 * part / whole;
  }

  private void print(PrintWriter out, ValidationReport report) {
    TextTable rows =
        new TextTable(
            5, "kernel", "row", "rep", "group", "metric", "measured", "median", "band", "");
    int shown = 0;
    for (Comparison c : report.comparisons()) {
      if (all || !c.within()) {
        shown++;
        rows.row(
            c.kernel().isEmpty() ? kernel : c.kernel(),
            c.row(),
            c.repetition(),
            c.group(),
            (c.metric().label() + " " + c.metric().unit()).strip(),
            number(c.measured()),
            number(c.median()),
            number(c.low()) + " .. " + number(c.high()),
            c.inside() ? "inside" : c.within() ? "near" : "OUTSIDE");
      }
    }
    if (shown > 0) {
      out.println(rows);
    }
    TextTable classes =
        new TextTable(
            1,
            "class",
            "rows",
            "rows inside",
            "model itself",
            "rows near",
            "model itself",
            "values",
            "inside band",
            "near");
    for (ClassSummary s : report.summaries()) {
      classes.row(
          s.rowClass().label(),
          s.rows(),
          share(s.rowsInside(), s.rows()),
          "%.0f %%".formatted(100 * s.ownRowsInside()),
          share(s.rowsWithin(), s.rows()),
          "%.0f %%".formatted(100 * s.ownRowsWithin()),
          s.values(),
          share(s.inside(), s.values()),
          share(s.within(), s.values()));
    }
    out.println(classes);
    Calibration c = report.calibration();
    out.printf(
        Locale.ROOT,
        "Fitted to the file: %d ns per tick, %d per switch, %d per slice timer, %d per wakeup"
            + " (x %.2f to %.2f), %.0f ns per KiB read. %d simulations per row.%n",
        c.overhead().tickNs(),
        c.overhead().switchNs(),
        c.overhead().sliceTimerNs(),
        c.overhead().wakeNs(),
        c.overheadLow(),
        c.overheadHigh(),
        c.readNsPerKib(),
        report.phases());
  }

  private static String share(int part, int whole) {
    return "%.0f %%".formatted(percent(part, whole));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? "%.0f".formatted(value)
        : "%.3f".formatted(value);
  }

  private Map<String, Object> document(ValidationReport report) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Comparison c : report.comparisons()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("kernel", c.kernel());
      row.put("row", c.row());
      row.put("rep", c.repetition());
      row.put("group", c.group());
      row.put("class", c.rowClass().label());
      row.put("metric", c.metric().label());
      row.put("unit", c.metric().unit());
      row.put("measured", c.measured());
      row.put("median", c.median());
      row.put("low", c.low());
      row.put("high", c.high());
      row.put("inside", c.inside());
      row.put("within", c.within());
      rows.add(row);
    }
    List<Map<String, Object>> verdicts = new ArrayList<>();
    for (RowVerdict v : report.verdicts()) {
      Map<String, Object> verdict = new LinkedHashMap<>();
      verdict.put("kernel", v.kernel());
      verdict.put("row", v.row());
      verdict.put("rep", v.repetition());
      verdict.put("group", v.group());
      verdict.put("class", v.rowClass().label());
      verdict.put("inside", v.inside());
      verdict.put("within", v.within());
      verdict.put("ownInside", v.ownInside());
      verdict.put("ownWithin", v.ownWithin());
      verdicts.add(verdict);
    }
    List<Map<String, Object>> classes = new ArrayList<>();
    for (ClassSummary s : report.summaries()) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("class", s.rowClass().label());
      summary.put("rows", s.rows());
      summary.put("rowsInside", s.rowsInside());
      summary.put("ownRowsInside", s.ownRowsInside());
      summary.put("rowsWithin", s.rowsWithin());
      summary.put("ownRowsWithin", s.ownRowsWithin());
      summary.put("values", s.values());
      summary.put("inside", s.inside());
      summary.put("within", s.within());
      classes.add(summary);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", file.toString());
    document.put("phases", report.phases());
    document.put("seed", runs.seed());
    document.put("calibration", report.calibration());
    document.put("rows", rows);
    document.put("verdicts", verdicts);
    document.put("classes", classes);
    return document;
  }
}
