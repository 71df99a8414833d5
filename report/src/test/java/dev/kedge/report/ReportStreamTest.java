package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.carrier.LogRecord;
import dev.kedge.report.line.Carrier;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.score.LabelledLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportStreamTest {
  private static final ReportParser PARSER = new ReportParser();

  static List<LabelledLog> fixtures() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void givesTheReportsOfTheWholeLog(LabelledLog fixture) {
    ReportStream stream = new ReportStream(PARSER);
    List<KernelReport> reports = feed(stream, lines(fixture, 0));
    reports.addAll(reports(stream.flush()));
    assertThat(reports)
        .extracting(KernelReport::title)
        .isEqualTo(PARSER.parse(fixture.log()).stream().map(KernelReport::title).toList());
    assertThat(reports(stream.flush())).isEmpty();
  }

  @Test
  void aPauseEndsAReport() {
    ReportStream stream = new ReportStream(PARSER);
    assertThat(feed(stream, lines(Fixtures.named("divide-error"), 7000))).isEmpty();
    long later = 200_000_000;
    List<KernelReport> reports = reports(stream.record(line(9000, later, "", "eth0: link up")));
    assertThat(reports)
        .extracting(KernelReport::title)
        .containsExactly("divide error in scale_weigh");
    assertThat(reports.getFirst().startLine()).isEqualTo(7000);
    assertThat(reports.getFirst().endLine()).isBetween(7001, 7100);
  }

  @Test
  void theNextHeaderEndsAReport() {
    ReportStream stream = new ReportStream(PARSER);
    List<KernelReport> first = feed(stream, lines(Fixtures.named("divide-error"), 0));
    first.addAll(feed(stream, lines(Fixtures.named("kernel-bug"), 100)));
    assertThat(first)
        .extracting(KernelReport::title)
        .containsExactly("divide error in scale_weigh");
    assertThat(reports(stream.flush()))
        .extracting(KernelReport::title)
        .containsExactly("kernel BUG in cask_tap");
  }

  @Test
  void memoryIsBoundedAndTheCutIsMarked() {
    ReportStream stream = new ReportStream(PARSER);
    stream.record(line(1, 1, "T1", "WARNING: it never ends"));
    List<KernelReport> reports = new ArrayList<>();
    for (int i = 0; i < ReportStream.MAX_LINES; i++) {
      reports.addAll(reports(stream.record(line(i + 2, i, "T1", " step+0x1/0x2"))));
    }
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().text()).endsWith("[cut by kedge]\n");
  }

  @Test
  void hugeLinesAreCutAndMarked() {
    ReportStream stream = new ReportStream(PARSER);
    stream.record(line(1, 1, "", "WARNING: long " + "x".repeat(1_000_000)));
    assertThat(reports(stream.flush()).getFirst().text())
        .hasSizeLessThan(5000)
        .contains("[cut by kedge]");
  }

  private static LogRecord line(long sequence, long micros, String caller, String text) {
    return LogRecord.kmsg(sequence, micros, 6, caller, text, 0);
  }

  private static List<KernelReport> reports(List<HostReport> found) {
    return found.stream().map(HostReport::report).toList();
  }

  private static List<KernelReport> feed(ReportStream stream, List<LogRecord> lines) {
    List<KernelReport> reports = new ArrayList<>();
    lines.forEach(line -> reports.addAll(reports(stream.record(line))));
    return reports;
  }

  private static List<LogRecord> lines(LabelledLog fixture, long firstSequence) {
    List<LogRecord> lines = new ArrayList<>();
    for (LogLine line : Carrier.unwrap(fixture.log())) {
      long micros = Math.max(0, line.micros());
      lines.add(line(firstSequence + lines.size(), micros, line.caller(), line.text()));
    }
    return lines;
  }
}
