package dev.kedge.server;

import com.github.luben.zstd.Zstd;
import dev.kedge.model.AgentCost;
import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Limitation;
import dev.kedge.model.Reading;
import dev.kedge.model.TimeRange;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.StackIds;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What an agent of a small made-up host sends. */
final class SampleData {
  static final HostId HOST = new HostId("db-7.example");
  static final BootId BOOT = new BootId(new UUID(7, 11));

  private SampleData() {}

  static byte[] zstd(byte[] bytes) {
    return Zstd.compress(bytes);
  }

  static Heartbeat heartbeat(HostId host, Instant at) {
    HostIdentity identity =
        new HostIdentity(
            host,
            BOOT,
            new KernelRelease("6.18.44-test"),
            Optional.of(new BuildId("00ff11aa")),
            "#1 SMP PREEMPT_DYNAMIC",
            "x86_64",
            "root=/dev/vda1 quiet",
            "Example CPU",
            4,
            8L << 30,
            CgroupMode.V2,
            at.minusSeconds(3600));
    AgentCost cost =
        new AgentCost(
            Duration.ofMillis(61_500),
            Duration.ofMillis(420),
            48L << 20,
            9000,
            3,
            12,
            60,
            123_456,
            0,
            0,
            1);
    return new Heartbeat(
        identity,
        at,
        "0.1.0-test",
        cost,
        List.of(new Limitation("kernel messages", "/dev/kmsg: EPERM", "CAP_SYSLOG")));
  }

  /** A ten-second window with two processes and three stacks; from number 20 on, one burns more. */
  static ProfileWindow window(HostId host, long sequence, Instant start) {
    Frame kernel =
        new Frame.Code(CodeOrigin.KERNEL, new CodeModule("[kernel]", Optional.empty()), 4096);
    Frame user =
        new Frame.Code(
            CodeOrigin.NATIVE,
            new CodeModule("/usr/bin/burn", Optional.of(new BuildId("abcd"))),
            512);
    Frame hidden = new Frame.Unknown(dev.kedge.profile.UnknownReason.NO_MAPPING);
    List<NamedFrame> frames =
        List.of(
            new NamedFrame(kernel, Optional.of("do_syscall_64")),
            new NamedFrame(user, Optional.of("burn_cpu")),
            new NamedFrame(hidden, Optional.empty()));
    List<FrameDefinition> definitions =
        frames.stream().map(f -> new FrameDefinition(StackIds.frame(f.frame()), f)).toList();
    long k = definitions.get(0).id();
    long u = definitions.get(1).id();
    long h = definitions.get(2).id();
    List<StackDefinition> stacks =
        List.of(stack(List.of(k, u)), stack(List.of(u)), stack(List.of(h)));
    List<SampleCount> samples =
        List.of(
            new SampleCount(stacks.get(0).id(), 100, "burn", "/app.slice/burn", 40),
            new SampleCount(
                stacks.get(1).id(), 100, "burn", "/app.slice/burn", sequence < 20 ? 60 : 260),
            timed(stacks.get(2).id(), 5 + (int) (sequence % 3)));
    return new ProfileWindow(
        host,
        BOOT,
        sequence,
        new TimeRange(start, start.plusSeconds(10)),
        SampleKind.CPU,
        Duration.ofNanos(52_631_578),
        samples,
        stacks,
        definitions,
        2);
  }

  /** A sample in each of the first seconds, on CPUs 0 and 1 in turn. */
  private static SampleCount timed(long stackId, int count) {
    return new SampleCount(
        stackId,
        new SampledTask(200, "idle<b>", 201, "worker", "/"),
        count,
        SampleMoments.of(
            IntStream.range(0, count).map(i -> 50 * i).toArray(),
            IntStream.range(0, count).map(i -> i % 2).toArray()));
  }

  private static StackDefinition stack(List<Long> frames) {
    return new StackDefinition(StackIds.stack(frames), frames);
  }

  static VitalSigns vitals(HostId host, long sequence, Instant start) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      Instant at = start.plusSeconds(i);
      readings.add(new Reading(at, Vital.PSI_CPU_SOME, "", 0.01 * i));
      readings.add(new Reading(at, Vital.MEMORY_AVAILABLE, "", 4e9 + i));
      readings.add(new Reading(at, Vital.THROTTLED, "/app.slice/burn", 0.5));
    }
    return new VitalSigns(host, BOOT, sequence, readings);
  }

  static Occurrence occurrence(HostId host, long sequence, Instant at, String title) {
    KernelReport report =
        new KernelReport(
            title,
            List.of(title + " (other)"),
            ReportType.WARNING,
            Optional.of("burn_cpu"),
            false,
            false,
            false,
            Optional.empty(),
            1,
            3,
            Optional.of(Duration.ofSeconds(9)),
            Optional.of(new KernelRelease("6.18.44-test")),
            Optional.of("burn"),
            Optional.of(100),
            Optional.of(1),
            Optional.of(1),
            "WARNING: CPU: 1 PID: 100 at mm/x.c:1 burn_cpu\n<script>alert(1)</script>\nend");
    return new Occurrence(host, Optional.of(BOOT), sequence, at, true, "kmsg", report);
  }
}
