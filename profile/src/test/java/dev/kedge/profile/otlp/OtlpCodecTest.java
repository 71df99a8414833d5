package dev.kedge.profile.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BuildId;
import dev.kedge.model.HostId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.pprof.PprofCodec;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.ProfilesData;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written comes back, and OpenTelemetry's own classes understand it. */
class OtlpCodecTest {
  private static final HostId HOST = new HostId("web-7");

  @Property
  void readsWhatItWrote(@ForAll("profiles") Profile profile) throws IOException {
    OtlpMessage message = OtlpCodec.read(write(profile));

    assertThat(message.merged()).contains(profile);
    assertThat(message.profiles().getFirst().resource().host()).contains("web-7");
  }

  /** Generated classes write fields in their order, tables first and packed. */
  @Property(tries = 200)
  void readsWhatGeneratedClassesMakeOfIt(@ForAll("profiles") Profile profile) throws IOException {
    byte[] again = ProfilesData.parseFrom(write(profile)).toByteArray();

    assertThat(OtlpCodec.read(again).merged()).contains(profile);
  }

  @Property(tries = 200)
  void theSameProfileGivesTheSameBytes(@ForAll("profiles") Profile profile) throws IOException {
    byte[] bytes = write(profile);

    assertThat(write(OtlpCodec.read(bytes).merged().orElseThrow())).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void isToldFromPprof(@ForAll("profiles") Profile profile) throws IOException {
    ByteArrayOutputStream pprof = new ByteArrayOutputStream();
    PprofCodec.write(profile, pprof);
    byte[] plain =
        new GZIPInputStream(new ByteArrayInputStream(pprof.toByteArray())).readAllBytes();

    assertThat(OtlpCodec.isMessage(write(profile))).isTrue();
    assertThat(OtlpCodec.isMessage(plain)).isFalse();
  }

  @Test
  void generatedClassesUnderstandWhatIsWritten() throws IOException {
    NamedFrame read = code(CodeOrigin.KERNEL, "[kernel]", "c0ffee", 0x1234, Optional.of("read"));
    NamedFrame libc =
        code(CodeOrigin.NATIVE, "/usr/lib/libc.so.6", "abcd", 0x10_0042, Optional.empty());
    NamedFrame java = code(CodeOrigin.JIT, "java", "ab", 7, Optional.of("Main.run"));
    NamedFrame cut = new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.empty());
    Profile profile =
        new Profile(
            Profiles.RANGE,
            SampleKind.PAGE_FAULTS,
            Profiles.PERIOD,
            List.of(new WeightedStack("nginx", 0, List.of(read, libc, java, cut), 3)),
            7);
    ExportProfilesServiceRequest data = ExportProfilesServiceRequest.parseFrom(write(profile));
    ProfilesDictionary tables = data.getDictionary();

    assertThat(tables.getStringTable(0)).isEmpty();
    assertThat(tables.getMappingTable(0))
        .isEqualTo(tables.getMappingTable(0).getDefaultInstanceForType());
    assertThat(tables.getLocationTable(0)).isEqualTo(Location.getDefaultInstance());
    assertThat(tables.getAttributeTable(0)).isEqualTo(KeyValueAndUnit.getDefaultInstance());
    assertThat(tables.getLinkTableCount()).isEqualTo(1);
    var resource = data.getResourceProfiles(0);
    assertThat(resource.getResource().getAttributes(0).getKey()).isEqualTo("host.name");
    var otlp = resource.getScopeProfiles(0).getProfiles(0);
    assertThat(otlp.getTimeUnixNano()).isEqualTo(1_795_341_600_123_456_789L);
    assertThat(otlp.getDurationNano()).isEqualTo(10_000_000_000L);
    assertThat(otlp.getPeriod()).isEqualTo(52_631_578);
    assertThat(tables.getStringTable(otlp.getPeriodType().getTypeStrindex()))
        .isEqualTo("page-faults");
    assertThat(tables.getStringTable(otlp.getSampleType().getTypeStrindex())).isEqualTo("samples");
    assertThat(attributes(otlp.getAttributeIndicesList(), tables)).containsExactly("kedge.lost=7");
    Sample sample = otlp.getSamples(0);
    assertThat(sample.getValuesList()).containsExactly(3L);
    assertThat(attributes(sample.getAttributeIndicesList(), tables))
        .containsExactly("process.pid=0", "process.executable.name=nginx");
    List<Location> stack =
        tables.getStackTable(sample.getStackIndex()).getLocationIndicesList().stream()
            .map(tables::getLocationTable)
            .toList();
    assertThat(stack)
        .extracting(location -> name(location, tables))
        .containsExactly("read", "-", "Main.run", "[truncated]");
    assertThat(stack)
        .extracting(location -> attributes(location.getAttributeIndicesList(), tables))
        .containsExactly(
            List.of("profile.frame.type=kernel"),
            List.of("profile.frame.type=native"),
            List.of("kedge.frame.origin=JIT"),
            List.of());
    var mapping = tables.getMappingTable(stack.get(1).getMappingIndex());
    assertThat(tables.getStringTable(mapping.getFilenameStrindex()))
        .isEqualTo("/usr/lib/libc.so.6");
    assertThat(mapping.getMemoryLimit()).isEqualTo(0x10_1000);
    assertThat(attributes(mapping.getAttributeIndicesList(), tables))
        .containsExactly("process.executable.build_id.gnu=abcd");
  }

  @Property
  void anyBytes(@ForAll byte[] bytes) {
    feed(bytes);
  }

  @Property(tries = 3000)
  void damagedMessages(@ForAll("profiles") Profile profile, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = write(profile);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    feed(random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
  }

  private static void feed(byte[] bytes) {
    OtlpCodec.isMessage(bytes);
    try {
      OtlpCodec.read(bytes)
          .profiles()
          .forEach(profile -> assertThat(profile.samples()).isNotNegative());
    } catch (ProfileFormatException e) {
      assertThat(e.getMessage()).startsWith("byte " + e.position() + ": ");
      assertThat(e.position()).isBetween(0L, (long) bytes.length);
    }
  }

  private static List<String> attributes(List<Integer> indices, ProfilesDictionary tables) {
    return indices.stream()
        .map(tables::getAttributeTable)
        .map(attribute ->
            tables.getStringTable(attribute.getKeyStrindex())
                + "="
                + (attribute.getValue().hasIntValue()
                    ? attribute.getValue().getIntValue()
                    : attribute.getValue().getStringValue()))
        .toList();
  }

  private static String name(Location location, ProfilesDictionary tables) {
    return location.getLinesCount() == 0
        ? "-"
        : tables.getStringTable(
            tables.getFunctionTable(location.getLines(0).getFunctionIndex()).getNameStrindex());
  }

  private static NamedFrame code(
      CodeOrigin origin, String path, String buildId, long offset, Optional<String> function) {
    CodeModule module = new CodeModule(path, Optional.of(new BuildId(buildId)));
    return new NamedFrame(new Frame.Code(origin, module, offset), function);
  }

  private static byte[] write(Profile profile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OtlpCodec.write(profile, Optional.of(HOST), out);
    return out.toByteArray();
  }

  @Provide
  Arbitrary<Profile> profiles() {
    return Profiles.arbitrary();
  }
}
