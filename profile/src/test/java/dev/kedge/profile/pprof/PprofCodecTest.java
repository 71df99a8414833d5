package dev.kedge.profile.pprof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.CodePlace;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.check.PprofFunction;
import dev.kedge.profile.check.PprofLabel;
import dev.kedge.profile.check.PprofLine;
import dev.kedge.profile.check.PprofLocation;
import dev.kedge.profile.check.PprofMapping;
import dev.kedge.profile.check.PprofProfile;
import dev.kedge.profile.check.PprofSample;
import dev.kedge.profile.check.PprofValueType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PprofCodecTest {
  private static final NamedFrame READ =
      code(CodeOrigin.KERNEL, "[kernel]", "c0ffee", 0x1234, Optional.of("vfs_read"));
  private static final NamedFrame LIBC =
      code(CodeOrigin.NATIVE, "/usr/lib/libc.so.6", "abcd", 0x10_0042, Optional.empty());
  private static final NamedFrame CUT =
      new NamedFrame(new Frame.Unknown(UnknownReason.TRUNCATED), Optional.empty());

  @Property
  void readsWhatItWrote(@ForAll("profiles") Profile profile) throws IOException {
    assertThat(read(write(profile))).isEqualTo(profile);
  }

  @Property(tries = 200)
  void theSameProfileGivesTheSameBytes(@ForAll("profiles") Profile profile) throws IOException {
    assertThat(write(profile)).isEqualTo(write(read(write(profile))));
  }

  @Test
  void protocUnderstandsWhatIsWritten() throws IOException {
    Profile profile =
        new Profile(
            Profiles.RANGE,
            SampleKind.CPU,
            Profiles.PERIOD,
            List.of(new WeightedStack("nginx", 42, List.of(READ, LIBC, CUT), 3)),
            7);
    PprofProfile pprof = generated(write(profile));
    List<String> strings = pprof.getStringTableList();

    assertThat(strings.getFirst()).isEmpty();
    assertThat(pprof.getSampleTypeList())
        .extracting(t -> strings.get((int) t.getType()) + "/" + strings.get((int) t.getUnit()))
        .containsExactly("samples/count", "cpu/nanoseconds");
    assertThat(strings.get((int) pprof.getPeriodType().getType())).isEqualTo("cpu");
    assertThat(pprof.getPeriod()).isEqualTo(52_631_578);
    assertThat(pprof.getTimeNanos()).isEqualTo(1_795_341_600_123_456_789L);
    assertThat(pprof.getDurationNanos()).isEqualTo(10_000_000_000L);
    assertThat(strings.get((int) pprof.getDefaultSampleType())).isEqualTo("cpu");

    PprofSample sample = pprof.getSample(0);
    assertThat(sample.getValueList()).containsExactly(3L, 3 * 52_631_578L);
    assertThat(sample.getLabelList())
        .extracting(l -> strings.get((int) l.getKey()) + strings.get((int) l.getStr()) + l.getNum())
        .containsExactly("processnginx0", "pid42");
    assertThat(sample.getLocationIdList())
        .extracting(id -> functionName(pprof, pprof.getLocation((int) (id - 1))))
        .containsExactly("vfs_read", "libc.so.6+0x100042", "[truncated]");

    assertThat(pprof.getMappingList())
        .extracting(
            m -> strings.get((int) m.getFilename()) + " " + strings.get((int) m.getBuildId()))
        .containsExactly("[kernel.kallsyms] c0ffee", "/usr/lib/libc.so.6 abcd");
    assertThat(pprof.getMappingList())
        .allMatch(PprofMapping::getHasFunctions)
        .extracting(PprofMapping::getMemoryLimit)
        .containsExactly(0x2000L, 0x10_1000L);
    assertThat(pprof.getLocation(2).getMappingId()).isZero();
    assertThat(pprof.getCommentList())
        .extracting(index -> strings.get(index.intValue()))
        .containsExactly("kedge.lost=7");
  }

  /** As a runtime's own profiler writes it: real addresses, inlined functions, no labels. */
  @Test
  void readsOtherToolsProfiles() throws IOException {
    PprofProfile pprof =
        cpuProfile()
            .addMapping(
                PprofMapping.newBuilder()
                    .setId(9)
                    .setMemoryStart(0x400000)
                    .setMemoryLimit(0x500000)
                    .setFileOffset(0x1000)
                    .setFilename(4)
                    .setBuildId(5))
            .addLocation(
                PprofLocation.newBuilder()
                    .setId(77)
                    .setMappingId(9)
                    .setAddress(0x400123)
                    .addLine(PprofLine.newBuilder().setFunctionId(1).setLine(12))
                    .addLine(PprofLine.newBuilder().setFunctionId(2).setLine(30)))
            .addFunction(PprofFunction.newBuilder().setId(1).setName(6))
            .addFunction(PprofFunction.newBuilder().setId(2).setName(7))
            .addSample(PprofSample.newBuilder().addLocationId(77).addValue(5).addValue(50_000_000))
            .addAllStringTable(List.of("/opt/app", "go/build-id", "inner", "outer"))
            .build();

    Profile profile = PprofCodec.read(new ByteArrayInputStream(pprof.toByteArray()));

    Frame place =
        new Frame.Code(
            CodeOrigin.NATIVE, new CodeModule("/opt/app", Optional.empty()), 0x123 + 0x1000);
    assertThat(profile.stacks())
        .containsExactly(
            new WeightedStack(
                "app",
                -1,
                List.of(
                    CodePlace.inlined(new CodeModule("/opt/app", Optional.empty()), "inner"),
                    new NamedFrame(place, Optional.of("outer"))),
                5));
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertRefused(PprofProfile.getDefaultInstance(), "no CPU samples: expected the sample type");
    assertRefused(
        cpuProfile()
            .addSample(PprofSample.newBuilder().addLocationId(3).addValue(1).addValue(1))
            .build(),
        "location 3 is not in the table");
    assertRefused(
        cpuProfile().addSample(PprofSample.newBuilder().addValue(-1).addValue(1)).build(),
        "a sample counts -1; differences are no profile");
    assertRefused(
        cpuProfile().addLocation(PprofLocation.newBuilder().setMappingId(1)).build(),
        "location id 0 is zero or used twice");
    assertRefused(
        cpuProfile()
            .addSample(
                PprofSample.newBuilder()
                    .addValue(1)
                    .addValue(1)
                    .addLabel(PprofLabel.newBuilder().setKey(99)))
            .build(),
        "string 99, but the table has 4");
  }

  @Test
  void aSmallFileThatUnpacksWithoutEndIsRefused() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i <= 128; i++) {
        gzip.write(zeros);
      }
    }
    assertThatThrownBy(() -> read(bomb.toByteArray()))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessageContaining("larger than 134217728 bytes");
  }

  @Property
  void anyBytes(@ForAll byte[] bytes) throws IOException {
    feed(bytes);
  }

  @Property(tries = 2000)
  void damagedFiles(@ForAll("profiles") Profile profile, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] packed = write(profile);
    byte[] bytes = random.nextInt(8) == 0 ? packed : unpacked(packed);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    feed(random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
  }

  private static void feed(byte[] bytes) throws IOException {
    try {
      assertThat(read(bytes).samples()).isNotNegative();
    } catch (ProfileFormatException e) {
      assertThat(e.getMessage()).startsWith("byte " + e.position() + ": ");
      assertThat(e.position()).isBetween(0L, (long) bytes.length);
    }
  }

  private static void assertRefused(PprofProfile pprof, String message) {
    assertThatThrownBy(() -> read(pprof.toByteArray()))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessageMatching("byte \\d+: .*")
        .hasMessageContaining(message);
  }

  private static PprofProfile.Builder cpuProfile() {
    return PprofProfile.newBuilder()
        .addAllStringTable(List.of("", "samples", "count", "x"))
        .addSampleType(PprofValueType.newBuilder().setType(1).setUnit(2))
        .addSampleType(PprofValueType.newBuilder().setType(3).setUnit(3));
  }

  private static String functionName(PprofProfile pprof, PprofLocation location) {
    PprofFunction function = pprof.getFunction((int) location.getLine(0).getFunctionId() - 1);
    return pprof.getStringTable((int) function.getName());
  }

  private static NamedFrame code(
      CodeOrigin origin, String path, String buildId, long offset, Optional<String> function) {
    CodeModule module = new CodeModule(path, Optional.of(new BuildId(buildId)));
    return new NamedFrame(new Frame.Code(origin, module, offset), function);
  }

  private static byte[] write(Profile profile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PprofCodec.write(profile, out);
    return out.toByteArray();
  }

  private static Profile read(byte[] bytes) throws IOException {
    return PprofCodec.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }

  private static PprofProfile generated(byte[] bytes) throws IOException {
    return PprofProfile.parseFrom(unpacked(bytes));
  }

  @Provide
  Arbitrary<Profile> profiles() {
    return Profiles.arbitrary();
  }
}
