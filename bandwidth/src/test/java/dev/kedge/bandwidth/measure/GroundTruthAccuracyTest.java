package dev.kedge.bandwidth.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.bandwidth.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How near the model is to measurements of real kernels, class by class.
 *
 * <p>The measurements lie beside the checkout; without them the test says so and is skipped. The
 * bars are a little below what the model reaches, so that a change that loses accuracy fails.
 */
class GroundTruthAccuracyTest {
  private static final int PHASES = 32;

  @ParameterizedTest
  @CsvSource({
    "bandwidth-dev.csv, 100, 95, 91, 84, 100, 100",
    "bandwidth-busy-dev.csv, 98, 87, 66, 84, 100, 100",
    "bandwidth-qemu-dev.csv, 100, 100, 91, 97, 95, 100",
  })
  void everyClassIsAsNearAsItsBar(
      String name,
      double saturated,
      double periodic,
      double critical,
      double nested,
      double oneCpu,
      double kernelSections)
      throws IOException {
    Path file =
        Path.of(System.getProperty("kedge.root", "."))
            .resolveSibling("shared/groundtruth")
            .resolve(name);
    assumeTrue(
        Files.isRegularFile(file), "no measurements beside the checkout: accuracy is not checked");
    Map<RowClass, Double> bars =
        new EnumMap<>(
            Map.of(
                RowClass.SATURATED, saturated,
                RowClass.PERIODIC, periodic,
                RowClass.CRITICAL, critical,
                RowClass.NESTED, nested,
                RowClass.ONE_CPU_HOGS, oneCpu,
                RowClass.KERNEL_SECTIONS, kernelSections));
    ValidationReport report =
        new Validation(
                release -> Kernel.release(release.isEmpty() ? "6.18" : release), PHASES, 1, _ -> {})
            .validate(file);
    for (ClassSummary summary : report.summaries()) {
      double share = 100.0 * summary.within() / summary.values();
      System.out.printf(
          "%s, %s: %d of %d values as near as asked (%.1f %%), %d of %d rows (model itself %.0f"
              + " %%)%n",
          name,
          summary.rowClass().label(),
          summary.within(),
          summary.values(),
          share,
          summary.rowsWithin(),
          summary.rows(),
          100 * summary.ownRowsWithin());
      assertThat(share)
          .as("%s, %s", name, summary.rowClass().label())
          .isGreaterThanOrEqualTo(bars.getOrDefault(summary.rowClass(), 0.0));
    }
  }
}
