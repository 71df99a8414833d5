package dev.kedge.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.HostId;
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
import dev.kedge.store.sql.Micros;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EntryPropertyTest {
  @Property(tries = 300)
  void givesBackWhatWasPacked(@ForAll("entries") Entry entry) throws IOException {
    assertThat(Entry.unpack(entry.type(), entry.pack())).isEqualTo(entry);
  }

  @Test
  void readsWindowsOfTheFirstForm() throws IOException {
    BootId boot = new BootId(new UUID(1, 2));
    Packer first = new Packer();
    first.text("web-1").uuid(boot.value()).signed(7).signed(1_000_000).number(10_000_000);
    first.text("cpu").number(52_631_578).number(3);
    first.number(1).fixed(42).signed(100).text("nginx").text("/web").number(5);
    first.number(0).number(0);
    ProfileWindow expected =
        new ProfileWindow(
            new HostId("web-1"),
            boot,
            7,
            new TimeRange(Instant.ofEpochSecond(1), Instant.ofEpochSecond(11)),
            SampleKind.CPU,
            Duration.ofNanos(52_631_578),
            List.of(new SampleCount(42, 100, "nginx", "/web", 5)),
            List.of(),
            List.of(),
            3);
    assertThat(Entry.unpack((byte) 1, first.bytes())).isEqualTo(new Entry.Window(expected));
  }

  @Property(tries = 1000)
  void readsAnythingOrSaysNo(@ForAll byte[] bytes, @ForAll byte type) {
    assertThatCode(
            () -> {
              try {
                Entry.unpack(type, bytes);
              } catch (IOException e) {
                assertThat(e).hasMessageContaining("journal record");
              }
            })
        .doesNotThrowAnyException();
  }

  @Property(tries = 1000)
  void readsDamagedEntriesOrSaysNo(
      @ForAll("entries") Entry entry, @ForAll int where, @ForAll byte value) {
    byte[] bytes = entry.pack();
    bytes[Math.floorMod(where, bytes.length)] = value;
    assertThatCode(
            () -> {
              try {
                Entry.unpack(entry.type(), bytes);
              } catch (IOException e) {
                assertThat(e).hasMessageContaining("journal record");
              }
            })
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<Entry> entries() {
    return Arbitraries.oneOf(windows(), vitals());
  }

  private static Arbitrary<Entry> vitals() {
    Arbitrary<Reading> readings =
        Combinators.combine(instants(), Arbitraries.of(Vital.class), texts(), Arbitraries.doubles())
            .as(Reading::new);
    return Combinators.combine(hosts(), boots(), Arbitraries.longs(), readings.list().ofMaxSize(8))
        .as((host, boot, sequence, list) ->
            new Entry.Vitals(new VitalSigns(host, boot, sequence, list)));
  }

  private static Arbitrary<Entry> windows() {
    Arbitrary<SampleCount> samples =
        Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.integers(),
                texts(),
                texts(),
                Arbitraries.longs().greaterOrEqual(1))
            .as(SampleCount::new);
    Arbitrary<SampleCount> timed =
        Combinators.combine(
                Arbitraries.integers(),
                texts(),
                Arbitraries.integers()
                    .between(0, SampleMoments.MAX_SLOT)
                    .array(int[].class)
                    .ofMinSize(1),
                Arbitraries.integers().between(0, SampleMoments.MAX_CPU))
            .as((number, text, slots, cpu) ->
                new SampleCount(
                    number,
                    new SampledTask(
                        number,
                        text,
                        number / 2,
                        text + "x",
                        "/",
                        cpu % 2 == 0 ? Namespaces.HOST : new Namespaces("pid:" + cpu)),
                    slots.length,
                    SampleMoments.of(
                        slots, IntStream.of(slots).map(s -> s % (cpu + 1)).toArray())));
    Arbitrary<StackDefinition> stacks =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs().list().ofMaxSize(5))
            .as(StackDefinition::new);
    Arbitrary<TimeRange> ranges =
        Combinators.combine(instants(), Arbitraries.longs().between(0, 1L << 40))
            .as((start, micros) -> new TimeRange(start, Micros.instant(Micros.of(start) + micros)));
    return Combinators.combine(
            hosts(),
            boots(),
            Arbitraries.longs(),
            ranges,
            Arbitraries.longs().between(0, 1L << 50),
            Arbitraries.oneOf(samples, timed).list().ofMaxSize(8),
            stacks.list().ofMaxSize(4),
            frames().list().ofMaxSize(4))
        .as((host, boot, sequence, range, number, counts, newStacks, newFrames) ->
            new Entry.Window(
                new ProfileWindow(
                    host,
                    boot,
                    sequence,
                    range,
                    SampleKind.CPU,
                    Duration.ofNanos(number),
                    counts,
                    newStacks,
                    newFrames,
                    number / 3)));
  }

  private static Arbitrary<FrameDefinition> frames() {
    Arbitrary<Optional<BuildId>> buildIds =
        Arbitraries.of("ab", "0123456789abcdef0123456789abcdef01234567")
            .map(BuildId::new)
            .optional();
    Arbitrary<Frame> code =
        Combinators.combine(
                Arbitraries.of(CodeOrigin.class), texts(), buildIds, Arbitraries.longs())
            .as((origin, path, buildId, offset) ->
                new Frame.Code(origin, new CodeModule(path, buildId), offset));
    Arbitrary<Frame> unknown =
        Arbitraries.of(UnknownReason.class).map(reason -> new Frame.Unknown(reason));
    return Combinators.combine(
            Arbitraries.longs(), Arbitraries.oneOf(code, unknown), texts().optional())
        .as((id, frame, name) -> new FrameDefinition(id, new NamedFrame(frame, name)));
  }

  private static Arbitrary<HostId> hosts() {
    return Arbitraries.of("a", "web-1.example").map(HostId::new);
  }

  private static Arbitrary<BootId> boots() {
    return Arbitraries.longs().map(bits -> new BootId(new UUID(bits, ~bits)));
  }

  /** Unicode without lone surrogates, which no upload can carry. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .map(text -> text.replaceAll("[\\ud800-\\udfff]", "?"));
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(Micros.of(Micros.MIN), Micros.of(Micros.MAX) - (1L << 41))
        .map(Micros::instant);
  }
}
