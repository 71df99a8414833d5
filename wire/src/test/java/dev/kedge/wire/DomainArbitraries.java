package dev.kedge.wire;

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
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.UnknownReason;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.Executor;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.report.ReportType;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random domain values: any text a record may hold, any number, any nesting. */
final class DomainArbitraries {
  private final Random random;

  private DomainArbitraries(long seed) {
    random = new Random(seed);
  }

  static Arbitrary<Heartbeat> heartbeats() {
    return Arbitraries.longs().map(seed -> new DomainArbitraries(seed).heartbeat());
  }

  static Arbitrary<ProfileWindow> windows() {
    return Arbitraries.longs().map(seed -> new DomainArbitraries(seed).window());
  }

  static Arbitrary<VitalSigns> vitalSigns() {
    return Arbitraries.longs().map(seed -> new DomainArbitraries(seed).signs());
  }

  static Arbitrary<Occurrences> occurrences() {
    return Arbitraries.longs().map(seed -> new DomainArbitraries(seed).occurrenceLists());
  }

  private Heartbeat heartbeat() {
    HostIdentity identity =
        new HostIdentity(
            host(),
            boot(),
            new KernelRelease("6.18." + random.nextInt(99) + "-é"),
            optional(buildId()),
            text(),
            text(),
            text(),
            text(),
            random.nextInt(Integer.MAX_VALUE),
            counter(),
            one(CgroupMode.values()),
            instant());
    AgentCost cost =
        new AgentCost(
            Duration.ofNanos(counter()),
            Duration.ofNanos(counter()),
            counter(),
            counter(),
            counter(),
            counter(),
            counter(),
            counter(),
            counter(),
            counter(),
            counter());
    List<Limitation> limitations = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      limitations.add(new Limitation(text(), text(), text()));
    }
    return new Heartbeat(identity, instant(), text(), cost, limitations);
  }

  private ProfileWindow window() {
    List<FrameDefinition> frames = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      frames.add(FrameDefinition.of(new NamedFrame(frame(), optional(text()))));
    }
    List<StackDefinition> stacks = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      stacks.add(stack(frames, stacks));
    }
    List<SampleCount> samples = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      long id =
          stacks.isEmpty() || random.nextBoolean()
              ? random.nextLong()
              : stacks.get(random.nextInt(stacks.size())).id();
      samples.add(random.nextBoolean() ? timed(id) : untimed(id));
    }
    Instant start = instant();
    return new ProfileWindow(
        host(),
        boot(),
        counter(),
        new TimeRange(start, start.plusNanos(random.nextLong(60_000_000_000L))),
        SampleKind.CPU,
        Duration.ofNanos(counter()),
        samples,
        stacks,
        frames,
        counter());
  }

  private SampleCount untimed(long stackId) {
    return new SampleCount(
        stackId, random.nextInt(), text(), "/" + random.nextInt(3), Math.max(1, counter()));
  }

  private SampleCount timed(long stackId) {
    int count = 1 + random.nextInt(20);
    return new SampleCount(
        stackId,
        new SampledTask(random.nextInt(), text(), random.nextInt(), text(), text(), namespaces()),
        count,
        SampleMoments.of(
            random.ints(count, 0, 1 + random.nextInt(SampleMoments.MAX_SLOT)).toArray(),
            random.ints(count, 0, 1 + random.nextInt(SampleMoments.MAX_CPU)).toArray()));
  }

  private Namespaces namespaces() {
    return random.nextBoolean()
        ? Namespaces.HOST
        : new Namespaces("pid:%d/7 mnt:4026532448".formatted(1 + random.nextInt(3)));
  }

  private StackDefinition stack(List<FrameDefinition> frames, List<StackDefinition> before) {
    List<Long> ids = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      ids.add(
          frames.isEmpty() || random.nextInt(4) == 0
              ? random.nextLong()
              : frames.get(random.nextInt(frames.size())).id());
    }
    if (!before.isEmpty()) {
      List<Long> last = before.getLast().frameIds();
      ids.addAll(last.subList(random.nextInt(last.size() + 1), last.size()));
    }
    return StackDefinition.of(ids.stream().mapToLong(Long::longValue).toArray());
  }

  private Frame frame() {
    if (random.nextInt(5) == 0) {
      return new Frame.Unknown(one(UnknownReason.values()));
    }
    CodeModule module =
        new CodeModule(
            random.nextBoolean() ? "[kernel]" : "/lib/" + random.nextInt(3), optional(buildId()));
    return new Frame.Code(one(CodeOrigin.values()), module, random.nextLong());
  }

  private VitalSigns signs() {
    List<Reading> readings = new ArrayList<>();
    for (int i = random.nextInt(50); i > 0; i--) {
      readings.add(
          new Reading(instant(), one(Vital.values()), text(), random.nextGaussian() * 1e12));
    }
    return new VitalSigns(host(), boot(), counter(), readings);
  }

  private Occurrences occurrenceLists() {
    List<Occurrence> occurrences = new ArrayList<>();
    List<EventOccurrence> events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      events.add(
          new EventOccurrence(
              host(),
              optional(boot()),
              random.nextLong(),
              instant(),
              random.nextBoolean(),
              text(),
              event()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      occurrences.add(
          new Occurrence(
              host(),
              optional(boot()),
              random.nextLong(),
              instant(),
              random.nextBoolean(),
              text(),
              report()));
    }
    return new Occurrences(occurrences, events);
  }

  private FleetEvent event() {
    return new FleetEvent(
        text(),
        text(),
        one(Severity.values()),
        text(),
        "",
        optional(text()),
        random.nextInt(Integer.MAX_VALUE),
        random.nextInt(Integer.MAX_VALUE),
        1 + random.nextInt(Integer.MAX_VALUE),
        optional(Duration.ofNanos(random.nextLong())),
        optional(Duration.ofNanos(random.nextLong())),
        text().repeat(50));
  }

  private KernelReport report() {
    return new KernelReport(
        text(),
        random.nextBoolean() ? List.of() : List.of(text(), text()),
        one(ReportType.values()),
        optional(text()),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        optional(new Executor(random.nextInt(), random.nextLong())),
        random.nextInt(Integer.MAX_VALUE),
        random.nextInt(Integer.MAX_VALUE),
        optional(Duration.ofNanos(random.nextLong())),
        optional(new KernelRelease("7.0.0-rc" + random.nextInt(9))),
        optional(text()),
        optional(random.nextInt()),
        optional(random.nextInt()),
        optional(random.nextInt(Integer.MAX_VALUE)),
        text().repeat(50));
  }

  private <T> Optional<T> optional(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private HostId host() {
    return new HostId("h" + random.nextInt(1000) + ".example_1");
  }

  private BootId boot() {
    return new BootId(new UUID(random.nextLong(), random.nextLong()));
  }

  private BuildId buildId() {
    return new BuildId("%040x".formatted(random.nextInt(5)));
  }

  private Instant instant() {
    return WireValues.instant(
        random.nextBoolean() ? random.nextLong() / 2 : 1_790_000_000_000_000_000L);
  }

  /** Small and huge numbers alike, from 0. */
  private long counter() {
    return random.nextLong() >>> (1 + random.nextInt(63));
  }

  /** Any text, mostly short, without lone surrogates, which UTF-8 cannot carry. */
  private String text() {
    int length = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
    int[] points = random.ints(length, 0, 0x2_0000).filter(c -> c < 0xd800 || c > 0xdfff).toArray();
    return new String(points, 0, points.length);
  }
}
