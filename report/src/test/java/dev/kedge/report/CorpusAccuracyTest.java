package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.report.line.Carrier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Measures the parser on the development part of the public syzkaller corpus, where it lies beside
 * the source tree. The bars are a few points under what is reached, so that a change that costs
 * accuracy is seen.
 */
class CorpusAccuracyTest {
  private static List<LabelledLog> corpus() {
    Path root = Path.of(System.getProperty("kedge.root", ".."));
    Path directory =
        root.resolve("../shared/corpus/kernel-reports/report").toAbsolutePath().normalize();
    assumeTrue(
        Files.isDirectory(directory),
        "labelled kernel reports are not there, accuracy is not measured: " + directory);
    return Accuracy.load(directory);
  }

  @Test
  void holdsItsAccuracy() {
    Accuracy accuracy = new Accuracy();
    ReportParser parser = new ReportParser();
    for (LabelledLog log : corpus()) {
      accuracy.add(log, parser.parse(log.log()));
    }
    System.out.print(accuracy.table());
    assertThat(Accuracy.share(accuracy.exactTitle, accuracy.titled)).isGreaterThan(96);
    assertThat(Accuracy.share(accuracy.meets, accuracy.titled)).isGreaterThan(96);
    assertThat(Accuracy.share(accuracy.kind, accuracy.titled)).isGreaterThan(98);
    assertThat(Accuracy.share(accuracy.type, accuracy.titled)).isGreaterThan(98);
    assertThat(Accuracy.share(accuracy.corrupted, accuracy.titled)).isGreaterThan(96);
    assertThat(accuracy.panicked).isEqualTo(accuracy.titled);
    assertThat(accuracy.detected).isEqualTo(accuracy.titled);
    assertThat(accuracy.staysSilent).isEqualTo(accuracy.silent);
  }

  @Test
  void titlesDoNotDependOnTheCarrier() {
    ReportParser parser = new ReportParser();
    List<LabelledLog> logs = corpus();
    for (Carrier carrier : Carrier.values()) {
      int same = 0;
      int all = 0;
      for (LabelledLog log : logs) {
        String title = title(parser, log.log());
        boolean equal = title.equals(title(parser, carrier.wrap(log.log())));
        all++;
        same += equal ? 1 : 0;
      }
      System.out.printf("  title kept as %-12s %6.2f %%%n", carrier, Accuracy.share(same, all));
      assertThat(Accuracy.share(same, all)).as(carrier.name()).isGreaterThan(93);
    }
  }

  private static String title(ReportParser parser, byte[] log) {
    List<KernelReport> reports = parser.parse(log);
    return reports.isEmpty() ? "" : reports.getFirst().title();
  }
}
