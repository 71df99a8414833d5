package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.kmsg.KmsgParser;
import dev.kedge.model.BootId;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KmsgFindingsTest {
  private static final Instant BOOTED = Instant.parse("2026-11-22T12:00:00Z");

  private final KmsgFindings findings = new KmsgFindings(identity(), new ReportParser());
  private final List<Occurrence> reports = new ArrayList<>();
  private long sequence = 100;

  @Test
  void aReportHasItsSequenceNumberAndTheTimeOfTheWallClock() {
    say(10, "eth0: link up");
    say(12, "WARNING: CPU: 1 PID: 42 at mm/pond.c:7 pond_fill+0x5a/0x90");
    say(12, "RIP: 0010:pond_fill+0x5a/0x90\\x0aCall Trace:");
    findings.gap(3);
    say(12, " pond_open+0x1/0x2");
    reports.addAll(findings.quiet().reports());
    assertThat(reports).hasSize(1);
    Occurrence report = reports.getFirst();
    assertThat(report.report().title()).isEqualTo("WARNING in pond_fill");
    assertThat(report.report().text()).contains("Call Trace:\n").doesNotContain("x0a");
    assertThat(report.sequence()).isEqualTo(102);
    assertThat(report.at()).isEqualTo(BOOTED.plusSeconds(12));
    assertThat(report.exactTime()).isTrue();
    assertThat(findings.quiet().size()).isZero();
  }

  @Test
  void anEventThatGoesOnKeepsItsIdentity() {
    say(10, "nvme nvme0: I/O 7 QID 5 timeout, aborting");
    EventOccurrence first = findings.events().events().getFirst();
    assertThat(first.sequence()).isEqualTo(101);
    assertThat(first.at()).isEqualTo(BOOTED.plusSeconds(10));
    assertThat(first.event().area()).isEqualTo("storage");
    assertThat(first.event().device()).isPresent();
    say(11, "nvme nvme0: I/O 8 QID 5 timeout, aborting");
    EventOccurrence again = findings.events().events().getFirst();
    assertThat(again.sequence()).isEqualTo(first.sequence());
    assertThat(again.event().count()).isEqualTo(2);
    assertThat(findings.events().size()).isZero();
  }

  private void say(long second, String text) {
    byte[] record =
        "4,%d,%d,-,caller=T9;%s\n"
            .formatted(++sequence, second * 1_000_000, text)
            .getBytes(StandardCharsets.UTF_8);
    reports.addAll(
        findings.record(KmsgParser.parse(record, record.length).orElseThrow()).reports());
  }

  private static HostIdentity identity() {
    return new HostIdentity(
        new HostId("web-1"),
        new BootId(new UUID(1, 2)),
        new KernelRelease("6.18.1"),
        Optional.empty(),
        "#1 SMP",
        "x86_64",
        "quiet",
        "Some CPU",
        4,
        8L << 30,
        CgroupMode.V2,
        BOOTED);
  }
}
