package dev.kedge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.TimeRange;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.StackDefinition;
import dev.kedge.profile.UnknownReason;
import dev.kedge.report.ReportType;
import dev.kedge.report.rules.Severity;
import dev.kedge.wire.proto.EventMessage;
import dev.kedge.wire.proto.EventOccurrenceMessage;
import dev.kedge.wire.proto.OccurrenceMessage;
import dev.kedge.wire.proto.OccurrencesMessage;
import dev.kedge.wire.proto.ReportMessage;
import dev.kedge.wire.proto.VitalSignsMessage;
import dev.kedge.wire.proto.WindowMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireMessagesTest {
  private static final HostId HOST = new HostId("db-1.example");
  private static final BootId BOOT = new BootId(new UUID(1, 2));
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");

  @Test
  void readingsOfUnknownVitalsAreSkippedAndCounted() throws Exception {
    VitalSigns signs =
        new VitalSigns(
            HOST,
            BOOT,
            7,
            List.of(
                new Reading(NOW, Vital.FORKS, "", 3),
                new Reading(NOW, Vital.CPU_STEAL, "", 0.5),
                new Reading(NOW.plusSeconds(1), Vital.FORKS, "", 4)));
    VitalSignsMessage newer =
        VitalSignsMessage.parseFrom(VitalSignsCodec.encode(signs)).toBuilder()
            .setNames(1, "cpu.of.the.future")
            .build();

    VitalSignsCodec.Received received = VitalSignsCodec.receive(newer.toByteArray());

    assertThat(received.skipped()).isEqualTo(1);
    assertThat(received.signs().readings())
        .containsExactly(
            new Reading(NOW, Vital.FORKS, "", 3),
            new Reading(NOW.plusSeconds(1), Vital.FORKS, "", 4));
  }

  @Test
  void aReportTypeOfANewerAgentBecomesUnknown() {
    OccurrencesMessage newer =
        OccurrencesMessage.newBuilder()
            .addOccurrences(
                OccurrenceMessage.newBuilder()
                    .setHost("h1")
                    .setReport(ReportMessage.newBuilder().setTitle("t").setType("KTSAN")))
            .build();
    assertThat(OccurrencesCodec.decode(newer.toByteArray()).reports().getFirst().report().type())
        .isEqualTo(ReportType.UNKNOWN);
  }

  @Test
  void aSeverityOfANewerAgentBecomesANotice() {
    EventMessage event =
        EventMessage.newBuilder().setTitle("t").setSeverity("mild").setCount(1).build();
    OccurrencesMessage newer =
        OccurrencesMessage.newBuilder()
            .addEvents(EventOccurrenceMessage.newBuilder().setHost("h1").setEvent(event))
            .build();
    assertThat(OccurrencesCodec.decode(newer.toByteArray()).events().getFirst().event().severity())
        .isEqualTo(Severity.NOTICE);
  }

  @Test
  void anEventThatNeverHappenedIsRefused() {
    OccurrencesMessage never =
        OccurrencesMessage.newBuilder()
            .addEvents(
                EventOccurrenceMessage.newBuilder()
                    .setHost("h1")
                    .setEvent(EventMessage.getDefaultInstance()))
            .build();
    assertThatThrownBy(() -> OccurrencesCodec.decode(never.toByteArray()))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("event 0: count: 0, expected");
  }

  @Test
  void aReadingThatIsNotANumberIsNamed() {
    VitalSigns signs =
        new VitalSigns(HOST, BOOT, 0, List.of(new Reading(NOW, Vital.FORKS, "", Double.NaN)));
    assertThatThrownBy(() -> VitalSignsCodec.encode(signs))
        .isInstanceOf(WireException.class)
        .hasMessage("reading 0: value NaN is not finite");
  }

  @Test
  void anOccurrenceWithAWrongHostIsNamed() {
    byte[] bytes =
        OccurrencesMessage.newBuilder()
            .addOccurrences(
                OccurrenceMessage.newBuilder()
                    .setHost("a/b")
                    .setReport(ReportMessage.getDefaultInstance()))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> OccurrencesCodec.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("occurrence 0: host name \"a/b\": expected");
  }

  @Test
  void anIdThatIsNotTheHashOfItsContentIsRefused() {
    FrameDefinition frame =
        new FrameDefinition(
            5, new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.empty()));
    assertThatThrownBy(() -> WindowCodec.encode(window(List.of(), List.of(), List.of(frame))))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("new frame 0 has the id 0000000000000005, but its content has ");
  }

  @Test
  void namespacesOfTheHostTakeNoByte() throws Exception {
    SampleCount sample = new SampleCount(1, 1, "init", "/", 3);
    byte[] bytes = WindowCodec.encode(window(List.of(sample), List.of(), List.of()));
    WindowMessage message = WindowMessage.parseFrom(bytes);
    assertThat(message.getProcessNamespacesCount()).isZero();
    assertThat(message.getStringsList()).containsExactly("init", "", "/");
  }

  @Test
  void aSampleWithoutCountIsRefused() {
    SampleCount sample = new SampleCount(1, 1, "init", "/", 0);
    assertThatThrownBy(() -> WindowCodec.encode(window(List.of(sample), List.of(), List.of())))
        .isInstanceOf(WireException.class)
        .hasMessage("sample 0: count 0, expected at least 1");
  }

  @Test
  void aCommandTooLongIsShownCut() {
    SampleCount sample = new SampleCount(1, 1, "x\u0007".repeat(200), "/", 1);
    assertThatThrownBy(() -> WindowCodec.encode(window(List.of(sample), List.of(), List.of())))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("command: 400 characters, at most 256 are allowed: \"x\\u0007x");
  }

  private static ProfileWindow window(
      List<SampleCount> samples, List<StackDefinition> stacks, List<FrameDefinition> frames) {
    return new ProfileWindow(
        HOST,
        BOOT,
        0,
        new TimeRange(NOW, NOW.plusSeconds(10)),
        SampleKind.CPU,
        Duration.ofNanos(52_631_578),
        samples,
        stacks,
        frames,
        0);
  }
}
