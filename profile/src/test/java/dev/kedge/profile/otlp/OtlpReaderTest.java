package dev.kedge.profile.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.recording.CountedSample;
import dev.kedge.profile.recording.RecordedSample;
import io.opentelemetry.proto.profiles.v1development.ProfilesData;
import io.opentelemetry.proto.profiles.v1development.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of other senders. */
class OtlpReaderTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long AT = 1_795_341_600L * SECOND;

  private final OtlpMessages message = new OtlpMessages();

  /** As a profiler of whole hosts sends it: times instead of values, attributes on samples. */
  @Test
  void samplesHaveTheirTimesAndThreads() {
    int stack = message.stack(message.location(0, 0, "kernel", "vfs_read"));
    message
        .type("samples", "count")
        .period("cpu", "nanoseconds", 50_000_000)
        .resource("host.name", "web-7")
        .resource("host.arch", "arm64")
        .sample(
            Sample.newBuilder()
                .setStackIndex(stack)
                .addAttributeIndices(message.attribute("process.pid", 42))
                .addAttributeIndices(message.attribute("process.executable.name", "nginx"))
                .addAttributeIndices(message.attribute("thread.id", 43))
                .addAttributeIndices(message.attribute("thread.name", "worker"))
                .addAttributeIndices(message.attribute("cpu.logical_number", 3))
                .addTimestampsUnixNano(AT)
                .addTimestampsUnixNano(AT + SECOND));
    OtlpProfile profile = message.read().profiles().getFirst();

    SampledTask task = new SampledTask(42, "nginx", 43, "worker", "/");
    List<NamedFrame> frames = profile.timed().samples().getFirst().frames();
    assertThat(profile.timed().samples())
        .containsExactly(
            new RecordedSample(AT, 3, task, frames),
            new RecordedSample(AT + SECOND, 3, task, frames));
    assertThat(profile.timed().wallClock()).isTrue();
    assertThat(profile.timed().period()).hasMillis(50);
    assertThat(profile.resource().host()).contains("web-7");
    assertThat(profile.resource().architecture()).contains("aarch64");
    assertThat(text(frames)).containsExactly("KERNEL [kernel] vfs_read");
  }

  @ParameterizedTest
  @CsvSource({
    "thread=worker, 2",
    "cpu=3 tid=43, 2",
    "cpu=0-2, 0",
    "host=web-* command=nginx, 2",
    "host!=web-7, 0",
  })
  void filtersSeeThreadsCpusAndHosts(String filter, long samples) {
    message
        .type("samples", "count")
        .resource("host.name", "web-7")
        .sample(
            Sample.newBuilder()
                .setStackIndex(message.stack(message.location(0, 0, "kernel", "vfs_read")))
                .addAttributeIndices(message.attribute("process.executable.name", "nginx"))
                .addAttributeIndices(message.attribute("thread.id", 43))
                .addAttributeIndices(message.attribute("thread.name", "worker"))
                .addAttributeIndices(message.attribute("cpu.logical_number", 3))
                .addTimestampsUnixNano(AT)
                .addTimestampsUnixNano(AT + SECOND));

    OtlpMessage read = message.read();
    assertThat(read.matching(ProfileFilter.parse(filter)).merged().orElseThrow().samples())
        .isEqualTo(samples);
    assertThatThrownBy(() -> read.matching(ProfileFilter.parse("pod=x")))
        .hasMessage("no sample tells its pod: filter by host, command, thread, tid, cpu");
  }

  @Test
  void framesGoByTheirTypeTheirFileAndTheirBuildId() {
    int hash = message.attribute("process.executable.build_id.htlhash", "00AB");
    int mapped = message.mapping("/opt/app", 0x400000, 0x500000, 0x1000, hash);
    message
        .type("samples", "count")
        .sample(
            Sample.newBuilder()
                .addValues(1)
                .setStackIndex(
                    message.stack(
                        message.location(mapped, 0x400123, "native", "inner", "outer"),
                        message.location(mapped, 0x77, "native"),
                        message.location(0, 0, "cpython", "handle"),
                        message.location(0, 0, "jvm", "Main.run"),
                        message.location(message.mapping("vmlinux", 0, 0, 0), 9, "kernel", "read"),
                        message.location(message.mapping("/usr/lib/x.ko", 0, 0, 0), 9, "", "mod"),
                        message.location(0, 0x99, ""),
                        message.location(0, 0, "", "[truncated]"))));

    assertThat(text(message.read().profiles().getFirst().counted().getFirst().frames()))
        .containsExactly(
            "INLINED /opt/app@00ab inner+%x".formatted(StackIds.function("inner")),
            "NATIVE /opt/app@00ab outer+1123",
            "NATIVE /opt/app@00ab +77",
            "INTERPRETER handle.src handle",
            "JIT Main.run.src Main.run",
            "KERNEL [kernel] read+9",
            "KERNEL /usr/lib/x.ko mod+9",
            "[no mapping]",
            "[truncated]");
  }

  @ParameterizedTest
  @CsvSource({
    "samples,  count,        cpu,            nanoseconds,  50000000, 4,         cpu 4 50000000",
    "samples,  count,        '',             '',           0,        4,         cpu 4 0",
    "cpu,      nanoseconds,  cpu,            nanoseconds,  50000000, 200000001, cpu 4 50000000",
    "cpu,      ms,           cpu,            milliseconds, 50,       200,       cpu 4 50000000",
    "cpu,      s,            cpu,            ns,           1000000,  2,         cpu 2000 1000000",
    "cpu,      nanoseconds,  cpu,            nanoseconds,  50000000, 3,         cpu 1 50000000",
    "page_faults, count,     page_faults,    count,        97,       4,         page-faults 4 97",
    "samples,  count,        context_switch, count,        199,      4,    context-switches 4 199",
    "cpu,      nanoseconds,  '',             '',           0,        5,         skipped 1",
    "off_cpu,  nanoseconds,  context_switch, count,        9,        5,         skipped 1",
    "alloc_space, bytes,     '',             '',           0,        5,         refused",
    "samples,  count,        wall,           nanoseconds,  50000000, 5,         refused",
    "wall,     nanoseconds,  wall,           nanoseconds,  50000000, 5,         refused",
  })
  void values(
      String type,
      String unit,
      String periodType,
      String periodUnit,
      long period,
      long value,
      String expected) {
    message
        .type(type, unit)
        .period(periodType, periodUnit, period)
        .sample(Sample.newBuilder().addValues(value));
    OtlpMessage read = message.read();
    String found =
        read.profiles().isEmpty()
            ? "refused"
            : read.profiles().getFirst().timed().skipped() > 0
                ? "skipped " + read.profiles().getFirst().timed().skipped()
                : "%s %d %d"
                    .formatted(
                        read.profiles().getFirst().timed().kind().wireName(),
                        read.profiles().getFirst().samples(),
                        read.profiles().getFirst().timed().period().toNanos());

    assertThat(found).isEqualTo(expected);
    assertThat(read.refused())
        .hasSize(expected.equals("refused") ? 1 : 0)
        .allMatch(reason -> reason.contains("samples of " + type + "/" + unit));
  }

  @Test
  void aValueWithATimeIsSoManySamplesThenAndTimeOffTheCpuIsASwitch() {
    message
        .type("cpu", "nanoseconds")
        .period("cpu", "nanoseconds", 10)
        .sample(
            Sample.newBuilder()
                .addValues(30)
                .addTimestampsUnixNano(AT)
                .addValues(10)
                .addTimestampsUnixNano(AT + 1));
    assertThat(message.read().profiles().getFirst().timed().samples())
        .extracting(RecordedSample::at)
        .containsExactly(AT, AT, AT, AT + 1);

    message.type("off_cpu", "nanoseconds");
    assertThat(message.read().profiles().getFirst().timed().samples())
        .extracting(RecordedSample::at)
        .containsExactly(AT, AT + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "k8s.namespace.name=shop k8s.pod.name=cart-1 k8s.pod.uid=u container.id=c,"
        + "/otlp/shop/cart-1/podu/c",
    "container.id=a/b, /otlp/a_b",
    "process.linux.cgroup=0::/system.slice/x.service container.id=c, /system.slice/x.service",
    "service.name=x, /",
  })
  void cgroupsAreToldOrMade(String attributes, String cgroup) {
    for (String attribute : attributes.split(" ", -1)) {
      message.resource(
          attribute.substring(0, attribute.indexOf('=')),
          attribute.substring(attribute.indexOf('=') + 1));
    }
    message.type("samples", "count").sample(Sample.newBuilder().addValues(1));

    assertThat(task().cgroup()).isEqualTo(cgroup);
  }

  @ParameterizedTest
  @CsvSource({
    "process.executable.name, nginx, nginx",
    "process.executable.path, /usr/sbin/nginx, nginx",
    "process.command, ./app, app",
    "service.name, shop, shop",
    "process.owner, root, ''",
  })
  void commands(String key, String value, String command) {
    message.type("samples", "count").resource(key, value).sample(Sample.newBuilder().addValues(1));

    assertThat(task().command()).isEqualTo(command);
    assertThat(task().pid()).isEqualTo(-1);
  }

  private SampledTask task() {
    List<CountedSample> samples = message.read().profiles().getFirst().counted();
    assertThat(samples).hasSize(1);
    return samples.getFirst().task();
  }

  @Test
  void unknownFieldsAreSteppedOver() {
    message.type("samples", "count").sample(Sample.newBuilder().addValues(2));
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                777,
                UnknownFieldSet.Field.newBuilder()
                    .addVarint(1)
                    .addFixed32(2)
                    .addLengthDelimited(ByteString.copyFromUtf8("x"))
                    .build())
            .build();
    ProfilesData.Builder data = message.build().toBuilder().setUnknownFields(unknown);
    data.getDictionaryBuilder()
        .setUnknownFields(unknown)
        .addStackTableBuilder()
        .setUnknownFields(unknown);
    var profile =
        data.getResourceProfilesBuilder(0).getScopeProfilesBuilder(0).getProfilesBuilder(0);
    profile.setUnknownFields(unknown).getSamplesBuilder(0).setUnknownFields(unknown);

    assertThat(OtlpCodec.read(data.build().toByteArray()).profiles().getFirst().samples())
        .isEqualTo(2);
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    refused(Sample.newBuilder().addValues(1).setStackIndex(9), "stack 9, but the table has 1");
    refused(Sample.newBuilder().addValues(-1), "a value or time of a sample is -1");
    refused(
        Sample.newBuilder().addValues(1).addValues(1).addTimestampsUnixNano(5),
        "a sample has 2 values and 1 times");
    refused(
        Sample.newBuilder().addValues(1).addAttributeIndices(-3), "index -3, expected 0 to 2^31-1");
    refused(
        Sample.newBuilder().addValues(1L << 40).addTimestampsUnixNano(5),
        "more than 1000000 samples");
    refused(
        Sample.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        3,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(new byte[] {1}))
                            .build())
                    .build()),
        "opentelemetry-proto 1.9 or older");
  }

  private static void refused(Sample.Builder sample, String message) {
    ProfilesData data = new OtlpMessages().type("samples", "count").sample(sample).build();
    assertThatThrownBy(() -> OtlpCodec.read(data.toByteArray()))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessageMatching("byte \\d+: .*")
        .hasMessageContaining(message);
  }

  /** A message of a few kilobytes that stands for billions of frames. */
  @Test
  void stacksThatMultiplyAreRefused() {
    String[] inlined = new String[200];
    java.util.Arrays.fill(inlined, "f");
    int location = message.location(0, 0, "native", inlined);
    int[] locations = new int[20_000];
    java.util.Arrays.fill(locations, location);
    message.type("samples", "count");
    for (int i = 0; i < 10; i++) {
      message.sample(Sample.newBuilder().addValues(1).setStackIndex(message.stack(locations)));
    }

    assertThatThrownBy(message::read).hasMessageContaining("more than 8000000 frames");
  }

  private static List<String> text(List<NamedFrame> frames) {
    return frames.stream()
        .map(frame ->
            switch (frame.frame()) {
              case Frame.Unknown unknown -> frame.displayName();
              case Frame.Code code ->
                  "%s %s%s %s%s"
                      .formatted(
                          code.origin(),
                          code.module().path(),
                          code.module().buildId().map(id -> "@" + id).orElse(""),
                          frame.function().orElse(""),
                          code.offset() == 0 ? "" : "+" + Long.toHexString(code.offset()));
            })
        .toList();
  }
}
