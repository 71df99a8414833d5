package dev.kedge.store;

import dev.kedge.model.AgentCost;
import dev.kedge.model.BootId;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Limitation;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Values for tests. */
public final class Examples {
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  public static final HostId HOST = new HostId("web-1.example");
  public static final BootId BOOT = boot(1);

  private Examples() {}

  public static BootId boot(int number) {
    return new BootId(new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L | number));
  }

  public static Heartbeat heartbeat(
      HostId host, BootId boot, String kernel, Instant at, Duration uptime, Duration cpu) {
    return new Heartbeat(
        new HostIdentity(
            host,
            boot,
            new KernelRelease(kernel),
            Optional.empty(),
            "#1 SMP PREEMPT_DYNAMIC",
            "x86_64",
            "root=/dev/vda1 quiet'; DROP TABLE host; --",
            "Some CPU",
            4,
            8L << 30,
            CgroupMode.V2,
            NOON.minusSeconds(3600)),
        at,
        "0.1",
        new AgentCost(uptime, cpu, 50 << 20, 1000, 1, 2, 3, 4, 5, 6, 7),
        List.of(new Limitation("kernel stacks", "perf_event_paranoid=2", "CAP_PERFMON")));
  }

  public static Heartbeat heartbeat(Instant at, long uptimeSeconds, long cpuMillis) {
    return heartbeat(
        HOST, BOOT, "6.18.1", at, Duration.ofSeconds(uptimeSeconds), Duration.ofMillis(cpuMillis));
  }

  public static Occurrence occurrence(
      HostId host, long sequence, Instant at, String title, String... alternativeTitles) {
    return new Occurrence(
        host,
        Optional.of(BOOT),
        sequence,
        at,
        true,
        "kmsg",
        report(ReportType.BUG, false, title, alternativeTitles));
  }

  public static KernelReport report(
      ReportType type, boolean panicked, String title, String... alternativeTitles) {
    return new KernelReport(
        title,
        List.of(alternativeTitles),
        type,
        Optional.of("do_something"),
        false,
        false,
        panicked,
        Optional.empty(),
        10,
        20,
        Optional.of(Duration.ofSeconds(5)),
        Optional.of(new KernelRelease("6.18.1")),
        Optional.of("kworker/0:1"),
        Optional.of(77),
        Optional.of(3),
        Optional.of(2),
        "BUG: unable to handle page fault\n RIP: 0010:do_something+0x10/0x20\n");
  }
}
