package dev.kedge.profile.perfscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.recording.RecordedSample;
import dev.kedge.profile.recording.Recording;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerfScriptTest {
  private static final String TEXT =
      """
      # captured on: Sun Nov 22 10:00:00 2026
      Web Content  812/815   [003] 7412.104233:   10101010 cpu-clock:pppH:\s
      \tffffffff8a1c2d30 vfs_read+0x90 ([kernel.kallsyms])
      \tffffffffc0a41234 ext4_file_read_iter+0x4 ([ext4])
      \t    7f21aa16714b std::sort(int*, int*)+0x2b (/usr/lib/libapp.so.1 (deleted))
        sort.cpp:17
      \t    7f21aa160000 [unknown] (/usr/lib/libapp.so.1)
      \t              5 [unknown] ([unknown])

      swapper     0 [000] 7412.2: PERF_RECORD_LOST lost 7
      sh 18721 7412.304233001:   10101010 cpu-clock:\s
      \t            7f00 main (/tmp/perf-18721.map)

      sh 18721 [001] 7412.404233: sched:sched_switch: prev_comm=sh prev_pid=18721 ==> next_comm=x
      \tffffffff8a1c2d30 __schedule+0x90 ([kernel.kallsyms])

      sh 18721 [001] 7412.504233:          1 instructions:u:\s
      \t            7f00 main (/bin/sh)

      """;

  @Test
  void readsSamplesOfEachKind() throws IOException {
    List<Recording> recordings = read(TEXT);

    assertThat(recordings).hasSize(2);
    Recording cpu = recordings.getFirst();
    assertThat(cpu.kind()).isEqualTo(SampleKind.CPU);
    assertThat(cpu.period()).isEqualTo(Duration.ofNanos(10_101_010));
    assertThat(cpu.wallClock()).isFalse();
    assertThat(cpu.lost()).isEqualTo(7);
    assertThat(cpu.skipped()).isEqualTo(1);
    assertThat(cpu.samples())
        .extracting(RecordedSample::at)
        .containsExactly(7_412_104_233_000L, 7_412_304_233_001L);
    RecordedSample first = cpu.samples().getFirst();
    assertThat(first.cpu()).isEqualTo(3);
    assertThat(first.task().command()).isEqualTo("Web Content");
    assertThat(first.task().pid()).isEqualTo(812);
    assertThat(first.task().tid()).isEqualTo(815);
    assertThat(first.frames())
        .extracting(NamedFrame::displayName)
        .containsExactly(
            "vfs_read",
            "ext4_file_read_iter",
            "std::sort(int*, int*)",
            "[libapp.so.1]",
            "[no mapping]");
    assertThat(recordings.getLast().kind()).isEqualTo(SampleKind.CONTEXT_SWITCHES);
    assertThat(recordings.getLast().samples().getFirst().frames())
        .extracting(NamedFrame::displayName)
        .containsExactly("__schedule");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ffffffff8a main+0x1 ([kernel.kallsyms]) | KERNEL | [kernel] | main",
        "ffff x ([guest.kernel.kallsyms.12]) | KERNEL | [kernel] | x",
        "ffff x (/lib/modules/6.1/kernel/fs/nfs-v4.ko.xz) | KERNEL | [nfs_v4] | x",
        "7f00 operator()(int) const+0x12 (/a b/c.so) | NATIVE | /a b/c.so | operator()(int) const",
        "7f00 f (inlined) | INLINED | '' | f",
        "7f00 Lfoo;::bar+0x1 (/tmp/perf-12.map) | JIT | /tmp/perf-12.map | Lfoo;::bar",
        "7f00 __vdso_gettimeofday ([vdso]) | NATIVE | [vdso] | __vdso_gettimeofday",
      })
  void placesFrames(String line, CodeOrigin origin, String module, String function) {
    NamedFrame frame = PerfFrameLine.of("\t " + line).orElseThrow();
    assertThat(frame.displayName()).isEqualTo(function);
    assertThat(frame.frame())
        .isInstanceOfSatisfying(
            Frame.Code.class,
            code -> {
              assertThat(code.origin()).isEqualTo(origin);
              assertThat(code.module().path()).isEqualTo(module);
            });
  }

  @Test
  void aPlaceInTheFileIsKeptWhereThereIsNoSymbol() {
    NamedFrame frame = PerfFrameLine.of("7f00 [unknown] (/bin/dash+0xae77)").orElseThrow();
    assertThat(frame.displayName()).isEqualTo("dash+0xae77");
    assertThat(PerfFrameLine.of("7f00 [unknown] ([unknown])").orElseThrow().frame())
        .isEqualTo(new Frame.Unknown(UnknownReason.NO_MAPPING));
  }

  @Test
  void samplesWithoutCallChainsAreOneFrame() throws IOException {
    List<Recording> recordings =
        read(
            """
                        perf  91 [000] 1.000001:     250000 cycles:P:  ffff8 f+0x1 ([kernel])
                        perf  91 [000] 1.000002:     250000 cycles:P:  ffff9 g (/bin/x)
            """);
    assertThat(recordings.getFirst().period()).isEqualTo(Duration.ZERO);
    assertThat(recordings.getFirst().samples())
        .extracting(sample -> sample.frames().getFirst().displayName())
        .containsExactly("f", "g");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'line 0: the text holds no sample of perf script'",
    "'a;b 1', 'line 1: expected \"command pid [cpu] seconds: event:\" or a frame, found \"a;b 1\"'",
    "'sh 1 [000] 1.000001: 5 instructions: ', 'line 1: none of 1 samples is of CPU time, context"
        + " switches or page faults'",
  })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessage(message);
  }

  @Property
  void anyText(@ForAll String text) throws IOException {
    feed(text);
  }

  @Property(tries = 3000)
  void damagedText(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(TEXT);
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(text.length());
      if (random.nextBoolean()) {
        text.setCharAt(at, "[]()/: \n\t#+-9fé".charAt(random.nextInt(15)));
      } else {
        text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
      }
    }
    feed(text.toString());
  }

  private static void feed(String text) throws IOException {
    try {
      assertThat(read(text)).isNotEmpty();
    } catch (ProfileFormatException e) {
      assertThat(e.getMessage()).startsWith("line " + e.position() + ": ");
    }
  }

  private static List<Recording> read(String text) throws IOException {
    return PerfScript.read(new StringReader(text));
  }
}
