package dev.kedge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.report.Occurrences;
import dev.kedge.wire.proto.OccurrencesMessage;
import dev.kedge.wire.proto.WindowMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Decoders either give a value or throw a WireException, whatever they are fed. */
class HostileBytesTest {
  private static final List<Function<byte[], ?>> DECODERS =
      List.of(
          HeartbeatCodec::decode,
          WindowCodec::decode,
          VitalSignsCodec::decode,
          OccurrencesCodec::decode);

  @Property
  void anyBytes(@ForAll byte[] bytes) {
    DECODERS.forEach(decoder -> feed(decoder, bytes));
  }

  @Property(tries = 3000)
  void damagedHeartbeat(@ForAll("heartbeats") Heartbeat heartbeat, @ForAll long seed) {
    feed(HeartbeatCodec::decode, damage(HeartbeatCodec.encode(heartbeat), new Random(seed)));
  }

  @Property(tries = 3000)
  void damagedWindow(@ForAll("windows") ProfileWindow window, @ForAll long seed) {
    feed(WindowCodec::decode, damage(WindowCodec.encode(window), new Random(seed)));
  }

  @Property(tries = 3000)
  void damagedVitalSigns(@ForAll("vitalSigns") VitalSigns signs, @ForAll long seed) {
    feed(VitalSignsCodec::decode, damage(VitalSignsCodec.encode(signs), new Random(seed)));
  }

  @Property(tries = 3000)
  void damagedOccurrences(@ForAll("occurrences") Occurrences occurrences, @ForAll long seed) {
    feed(OccurrencesCodec::decode, damage(OccurrencesCodec.encode(occurrences), new Random(seed)));
  }

  /** Well-formed protobuf with columns that contradict each other. */
  @Property(tries = 3000)
  void contradictoryColumns(@ForAll("windows") ProfileWindow window, @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    WindowMessage.Builder message = WindowMessage.parseFrom(WindowCodec.encode(window)).toBuilder();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      int value = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(30);
      switch (random.nextInt(18)) {
        case 0 -> message.addFrameTag(value);
        case 1 -> message.addFrameFunctionStep(value);
        case 2 -> message.addFrameModule(value);
        case 3 -> message.addFrameTag(value).addFrameHasFunction(false);
        case 4 -> message.addStackOwn(value);
        case 5 -> message.addStackOwn(value).addStackShared(random.nextInt(40) - 5);
        case 6 -> message.addStackFrameStep(value);
        case 7 -> message.addProcessPid(1).addProcessCommand(value).addProcessCgroup(0);
        case 8 -> message.addSampleStackStep(value).addSampleProcess(0).addSampleCount(1);
        case 9 -> message.addSampleStackStep(0).addSampleProcess(value).addSampleCount(1);
        case 10 -> message.addSampleStackStep(0).addSampleProcess(0).addSampleCount(value);
        case 11 -> message.addModulePath(value).addModuleBuildId(ByteString.EMPTY);
        case 12 -> message.setLength(random.nextLong());
        case 13 -> message.addProcessTid(value);
        case 14 -> message.addProcessTid(value).addProcessThread(value);
        case 15 -> message.addSampleMoments(ByteString.copyFromUtf8("" + value));
        case 16 -> message.addProcessNamespaces(value);
        default -> message.setKind("off-cpu").setLost(value);
      }
    }
    feed(WindowCodec::decode, message.build().toByteArray());
  }

  @Test
  void refusesNamespacesOfAnotherForm() {
    WindowMessage.Builder message =
        WindowMessage.newBuilder()
            .setHost("h")
            .setBoot(ByteString.copyFrom(new byte[16]))
            .setKind("cpu")
            .setPeriod(1)
            .addStrings("pid:1; rm")
            .addProcessPid(1)
            .addProcessCommand(0)
            .addProcessCgroup(0)
            .addProcessNamespaces(0);
    assertThatThrownBy(() -> WindowCodec.decode(message.build().toByteArray()))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("process 0: namespaces");
  }

  /** A message of a few kilobytes must not unfold into gigabytes. */
  @Test
  void refusesStacksThatUnfoldWithoutBound() {
    WindowMessage.Builder message = WindowMessage.newBuilder().setKind("cpu");
    message.addFrameTag(16).addFrameHasFunction(false).addStackShared(0).addStackOwn(2000);
    for (int i = 0; i < 2000; i++) {
      message.addStackFrameStep(i == 0 ? 1 : 0);
    }
    for (int i = 0; i < 100_000; i++) {
      message.addStackShared(2000).addStackOwn(0);
    }
    assertThatThrownBy(() -> WindowCodec.decode(message.build().toByteArray()))
        .isInstanceOf(WireException.class)
        .hasMessage("new stack 4000: more than 8000000 frames in all");
  }

  /** Two bytes each in the message, a hundred each as an object. */
  @Test
  void refusesMillionsOfEmptyOccurrencesBeforeTheyAreBuilt() {
    byte[] bytes = new byte[WireLimits.MESSAGE_BYTES];
    for (int i = 0; i < bytes.length; i += 2) {
      bytes[i] = (OccurrencesMessage.OCCURRENCES_FIELD_NUMBER << 3) | 2;
    }
    assertThatThrownBy(() -> OccurrencesCodec.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessage("occurrences: more than 10000 texts and lists");
  }

  @Test
  void refusesMessagesBeyondTheSizeLimit() {
    byte[] bytes = new byte[WireLimits.MESSAGE_BYTES + 1];
    for (Function<byte[], ?> decoder : DECODERS) {
      assertThatThrownBy(() -> decoder.apply(bytes))
          .isInstanceOf(WireException.class)
          .hasMessageContaining("at most 8388608 are allowed");
    }
  }

  private static void feed(Function<byte[], ?> decoder, byte[] bytes) {
    try {
      assertThat(decoder.apply(bytes)).isNotNull();
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return random.nextInt(3) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1))
        : damaged;
  }

  @Provide
  Arbitrary<Heartbeat> heartbeats() {
    return DomainArbitraries.heartbeats();
  }

  @Provide
  Arbitrary<ProfileWindow> windows() {
    return DomainArbitraries.windows();
  }

  @Provide
  Arbitrary<VitalSigns> vitalSigns() {
    return DomainArbitraries.vitalSigns();
  }

  @Provide
  Arbitrary<Occurrences> occurrences() {
    return DomainArbitraries.occurrences();
  }
}
