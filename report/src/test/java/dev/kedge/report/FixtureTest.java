package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.score.LabelledLog;
import dev.kedge.report.score.Score;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixtureTest {
  private static final ReportParser PARSER = new ReportParser();

  static List<LabelledLog> fixtures() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void firstReportIsAsLabelled(LabelledLog fixture) {
    Score score = new Score(PARSER);
    score.add(fixture);
    assertThat(score.mismatches()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void parsingTheRegionAgainGivesTheSameReport(LabelledLog fixture) {
    for (KernelReport report : PARSER.parse(fixture.log())) {
      List<KernelReport> again = PARSER.parse(report.text().getBytes(StandardCharsets.UTF_8));
      assertThat(again).isNotEmpty();
      assertThat(again.getFirst().title()).isEqualTo(report.title());
    }
  }

  @Test
  void tellsWhoWhereAndWhen() {
    KernelReport report = PARSER.parse(Fixtures.named("null-dereference-x86").log()).getFirst();
    assertThat(report.task()).hasValue("plough");
    assertThat(report.pid()).hasValue(4242);
    assertThat(report.cpu()).hasValue(1);
    assertThat(report.kernel().orElseThrow().value()).isEqualTo("6.12.3-kedge");
    assertThat(report.uptime().orElseThrow()).hasSeconds(100);
    assertThat(report.startLine()).isEqualTo(1);
    assertThat(report.text().lines().toList().get(report.blameLine().orElseThrow()))
        .contains("RIP: 0010:anvil_strike");
  }

  @Test
  void namesTheHungTaskWithOddName() {
    KernelReport report = PARSER.parse(Fixtures.named("task-hung-old").log()).getFirst();
    assertThat(report.task()).hasValue("sower: a/b");
    assertThat(report.pid()).hasValue(12659);
  }

  @Test
  void findsAllReportsOfALogInOrder() {
    String log =
        text("warning-refcount")
            + "[  500.000000] quiet again\n"
            + text("divide-error")
            + text("kfence");
    List<KernelReport> reports = PARSER.parse(log.getBytes(StandardCharsets.UTF_8));
    assertThat(reports)
        .extracting(KernelReport::title)
        .containsExactly(
            "WARNING: refcount bug in inn_checkout",
            "divide error in scale_weigh",
            "KFENCE: out-of-bounds write in quill_dip");
    assertThat(reports.get(0).endLine()).isLessThan(reports.get(1).startLine());
    assertThat(reports.get(0).text()).doesNotContain("quiet again");
  }

  @Test
  void separatesReportsOfTwoCallersPrintedAtOnce() {
    List<String> one = text("kasan-use-after-free").lines().toList();
    List<String> other = text("deadlock").lines().toList();
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      log.append(i < one.size() ? one.get(i) + "\n" : "");
      log.append(i < other.size() ? other.get(i) + "\n" : "");
    }
    assertThat(PARSER.parse(log.toString().getBytes(StandardCharsets.UTF_8)))
        .extracting(KernelReport::title)
        .containsExactlyInAnyOrder(
            "KASAN: slab-use-after-free Read in lantern_read", "possible deadlock in gate_open");
  }

  @Test
  void separatesHostsOfOneSyslog() {
    List<String> one = text("kernel-bug").lines().toList();
    List<String> other = text("soft-lockup").lines().toList();
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      String stamp = "Nov 22 10:00:%02d ".formatted(i);
      log.append(i < one.size() ? stamp + "alpha kernel: " + one.get(i) + "\n" : "");
      log.append(i < other.size() ? stamp + "beta kernel: " + other.get(i) + "\n" : "");
    }
    assertThat(PARSER.parse(log.toString().getBytes(StandardCharsets.UTF_8)))
        .extracting(KernelReport::title)
        .containsExactlyInAnyOrder("kernel BUG in cask_tap", "BUG: soft lockup in windmill_ioctl");
  }

  @Test
  void theFirstBootIsNoReboot() {
    String boot = "SeaBIOS (version 1)\n\nDecompressing Linux... done.\nBooting the kernel.\n";
    String kernel = "[    0.000000] Linux version 6.12.3\n";
    assertThat(PARSER.parse((boot + kernel).getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(PARSER.parse((kernel + boot + kernel).getBytes(StandardCharsets.UTF_8)))
        .extracting(KernelReport::title)
        .containsExactly("unexpected kernel reboot");
  }

  private static String text(String fixture) {
    return new String(Fixtures.named(fixture).log(), StandardCharsets.UTF_8);
  }
}
