package dev.kedge.bandwidth.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is asked of the model for each class of rows of a measurement.
 *
 * @param bars by class
 */
record AccuracyBars(Map<RowClass, Bar> bars) {
  private static final int PHASES = 64;
  private static final String DEFAULT_KERNEL = "6.18";

  /**
   * Shares as near as asked that have to be reached, percent.
   *
   * @param values of the values
   * @param rows of the rows
   */
  record Bar(double values, double rows) {}

  /** Reads them: class, values and rows, separated by semicolons. */
  static AccuracyBars parse(String text) {
    Map<RowClass, Bar> bars = new EnumMap<>(RowClass.class);
    Arrays.stream(text.split(";"))
        .map(bar -> bar.strip().split(" "))
        .forEach(bar ->
            bars.put(
                RowClass.valueOf(bar[0]),
                new Bar(Double.parseDouble(bar[1]), Double.parseDouble(bar[2]))));
    return new AccuracyBars(bars);
  }

  /** Validates a measurement, prints what comes of it and asserts the bars. */
  void check(Path file) throws IOException {
    ValidationReport report =
        new Validation(
                release -> Kernel.release(release.isEmpty() ? DEFAULT_KERNEL : release),
                PHASES,
                1,
                _ -> {})
            .validate(file);
    for (ClassSummary summary : report.summaries()) {
      System.out.printf(
          "%s, %s: %d of %d values as near as asked, %d inside; %d of %d rows as near (model itself"
              + " %.0f %%), %d inside (%.0f %%)%n",
          file.getFileName(),
          summary.rowClass().label(),
          summary.within(),
          summary.values(),
          summary.inside(),
          summary.rowsWithin(),
          summary.rows(),
          100 * summary.ownRowsWithin(),
          summary.rowsInside(),
          100 * summary.ownRowsInside());
      Bar bar = bars.get(summary.rowClass());
      assertThat(bar).as("a bar for %s of %s", summary.rowClass(), file).isNotNull();
      assertThat(100.0 * summary.within() / summary.values())
          .as("values of %s, %s", file.getFileName(), summary.rowClass().label())
          .isGreaterThanOrEqualTo(bar.values());
      assertThat(100.0 * summary.rowsWithin() / summary.rows())
          .as("rows of %s, %s", file.getFileName(), summary.rowClass().label())
          .isGreaterThanOrEqualTo(bar.rows());
    }
  }
}
