package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.line.Carrier;
import dev.kedge.report.score.LabelledLog;
import dev.kedge.report.score.Measure;
import dev.kedge.report.score.Score;
import dev.kedge.report.score.ScoreTable;
import dev.kedge.report.score.Tally;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Measures the parser on the development part of the public syzkaller corpus, where it lies beside
 * the source tree. The bars are a few points under what is reached, so that a change that costs
 * accuracy is seen.
 */
class CorpusAccuracyTest {
  private static final Map<Measure, Double> BARS =
      Arrays.stream(Measure.values()).collect(Collectors.toMap(m -> m, CorpusAccuracyTest::bar));

  private static double bar(Measure measure) {
    return switch (measure) {
      case DETECTED, SILENT, PANICKED, SUPPRESSED, EXECUTOR -> 99.9;
      case KIND, TYPE -> 98;
      case FILE -> 80;
      default -> 96;
    };
  }

  @Test
  void holdsItsAccuracy() throws IOException {
    Score score = new Score(new ReportParser());
    Corpus.required("accuracy is not measured").forEach(score::add);
    System.out.print(ScoreTable.of(score));
    Map<Measure, Tally> total = score.total();
    assertThat(total)
        .allSatisfy(
            (measure, tally) -> assertThat(tally.percent()).isGreaterThan(BARS.get(measure)));
  }

  @Test
  void titlesDoNotDependOnTheCarrier() throws IOException {
    ReportParser parser = new ReportParser();
    List<LabelledLog> logs = Corpus.required("carriers are not compared");
    for (Carrier carrier : Carrier.values()) {
      int same = 0;
      int all = 0;
      for (LabelledLog log : logs) {
        String title = title(parser, log.log());
        boolean equal = title.equals(title(parser, carrier.wrap(log.log())));
        all++;
        same += equal ? 1 : 0;
      }
      System.out.printf("  title kept as %-12s %6.2f %%%n", carrier, 100.0 * same / all);
      assertThat(100.0 * same / all).as(carrier.name()).isGreaterThan(99);
    }
  }

  private static String title(ReportParser parser, byte[] log) {
    List<KernelReport> reports = parser.parse(log);
    return reports.isEmpty() ? "" : reports.getFirst().title();
  }
}
