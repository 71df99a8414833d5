package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportRunTest {
  private static final ReportParser PARSER = new ReportParser();

  private static String hung(int second, String task, int blocked, String place) {
    return """
    [%5d.000000] INFO: task %s blocked for more than %d seconds.
    [%5d.000001]       Not tainted 6.1.9 #2
    [%5d.000002] Call Trace:
    [%5d.000003]  schedule+0xcf/0x270
    [%5d.000004]  %s+0x17/0x20
    [%5d.000005]  lake_fish+0x17/0x20
    """
        .formatted(second, task, blocked, second, second, second, second, place, second);
  }

  @Test
  void theSameTaskReportedEachSecondIsOneOccurrence() {
    List<ReportRun> runs =
        runs(
            hung(100, "cat:7", 2, "pond_dip")
                + hung(101, "cat:7", 3, "pond_dip")
                + hung(101, "dog:8", 2, "pond_dip")
                + hung(102, "cat:7", 4, "pond_dip"));
    assertThat(runs).extracting(ReportRun::times).containsExactly(3, 1);
    assertThat(runs.getFirst().lasted()).isEqualTo(Duration.ofSeconds(2));
    assertThat(runs.getFirst().report().startLine()).isEqualTo(1);
  }

  @Test
  void kernelsThatAlwaysNameTheThresholdAreTheSame() {
    String log =
        hung(120, "cat:7", 120, "pond_dip")
            + hung(240, "cat:7", 120, "pond_dip")
            + hung(361, "cat:7", 120, "pond_dip");
    assertThat(runs(log)).extracting(ReportRun::times).containsExactly(3);
  }

  @Test
  void anotherPlaceOrAnotherHangIsAnotherOccurrence() {
    String log =
        hung(100, "cat:7", 2, "pond_dip")
            + hung(101, "cat:7", 3, "pond_wade")
            + hung(900, "cat:7", 2, "pond_dip");
    assertThat(runs(log)).extracting(ReportRun::times).containsExactly(1, 1, 1);
  }

  @Test
  void aStreamSaysTheSame() {
    String log = hung(100, "cat:7", 2, "pond_dip") + hung(101, "cat:7", 3, "pond_dip");
    ReportStream stream = new ReportStream(PARSER);
    List<HostReport> reports = new ArrayList<>();
    int sequence = 0;
    for (String line : log.lines().toList()) {
      long micros = Long.parseLong(line.substring(1, 13).strip().replace(".", ""));
      reports.addAll(
          stream.record(LogRecord.kmsg(++sequence, micros, 6, "", line.substring(15), 0)));
    }
    reports.addAll(stream.flush());
    assertThat(ReportRun.of(reports, PARSER)).extracting(ReportRun::times).containsExactly(2);
  }

  private static List<ReportRun> runs(String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    WholeLog whole = PARSER.open(EnumSet.allOf(Carrier.class));
    whole.feed(bytes, 0, bytes.length);
    return ReportRun.of(whole.finish().reports(), PARSER);
  }
}
