package dev.kedge.bandwidth.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchReaderTest {
  private static SwitchRecording read(String text, ThreadFilter filter) throws IOException {
    return SwitchReader.read(new ByteArrayInputStream(text.getBytes(UTF_8)), "rec.txt", filter);
  }

  private static String event(String head, double at, String event) {
    return String.format(Locale.ROOT, "%s %.6f: %s%n", head, at, event);
  }

  /** One switch as each recorder prints it. */
  private static String line(
      String form, double at, String from, int fromTid, String state, String to, int toTid) {
    return switch (form) {
      case "ftrace" ->
          event(
              "          <idle>-0       [001] d..2.",
              at,
              "sched_switch: prev_comm=%s prev_pid=%d prev_prio=120 prev_state=%s ==> next_comm=%s next_pid=%d next_prio=120"
                  .formatted(from, fromTid, state, to, toTid));
      case "perf" ->
          event(
              "web  712 [001]",
              at,
              "sched:sched_switch: prev_comm=%s prev_pid=%d prev_prio=120 prev_state=%s ==> next_comm=%s next_pid=%d next_prio=120"
                  .formatted(from, fromTid, state, to, toTid));
      default ->
          event(
              "            web   712 [001]",
              at,
              "      sched:sched_switch: %s:%d [120] %s ==> %s:%d [120]"
                  .formatted(from, fromTid, state, to, toTid));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftrace", "perf", "perf short"})
  void takesPreemptionOutOfRunsAndWaitingOutOfSleeps(String form) throws IOException {
    String text =
        line(form, 10.000000, "swapper/1", 0, "R", "web server", 712)
            + line(form, 10.002000, "web server", 712, "R+", "other", 9)
            + line(form, 10.005000, "other", 9, "S", "web server", 712)
            + line(form, 10.006000, "web server", 712, "S", "swapper/1", 0)
            + event(
                "  <idle>-0 [001] d",
                10.016,
                "sched_wakeup: comm=web server pid=712 prio=120 target_cpu=001")
            + line(form, 10.017000, "swapper/1", 0, "R", "web server", 712)
            + line(form, 10.018000, "web server", 712, "S", "swapper/1", 0)
            + line(form, 10.030000, "swapper/1", 0, "R", "web server", 712);

    SwitchRecording recording = read(text, (tid, comm) -> comm.startsWith("web"));

    assertThat(recording.threads())
        .containsExactly(
            new RecordedThread(
                "web server-712",
                List.of(3_000_000L, 1_000_000L),
                List.of(10_000_000L, 12_000_000L)));
    assertThat(recording.spanNs()).isEqualTo(30_000_000);
    assertThat(recording.wakeups()).isTrue();
    assertThat(recording.switches()).isEqualTo(7);
  }

  @Test
  void keepsAThreadThatNeverSleeps() throws IOException {
    SwitchRecording recording =
        read(
            line("perf", 1.0, "a", 5, "R", "hog", 7)
                + line("perf", 1.4, "hog", 7, "R", "a", 5)
                + line("perf", 2.0, "a", 5, "R", "hog", 7)
                + line("perf", 2.1, "hog", 7, "R", "a", 5),
            (tid, comm) -> tid == 7);

    assertThat(recording.threads())
        .containsExactly(new RecordedThread("hog-7", List.of(500_000_000L), List.of(0L)));
  }

  @Test
  void countsWhatItCannotUse() throws IOException {
    SwitchRecording recording =
        read(
            "# tracer: nop\nCPU:1 [LOST 33 EVENTS]\nweb 1 [0] 1.0: irq:irq_entry: x\n"
                + line("ftrace", 5.0, "a", 5, "R", "b", 7)
                + line("ftrace", 4.0, "b", 7, "R", "a", 5)
                + line("ftrace", 6.0, "b", 7, "S", "a", 5),
            ThreadFilter.ALL);

    assertThat(recording.lostEvents()).isEqualTo(33);
    assertThat(recording.otherLines()).isEqualTo(2);
    assertThat(recording.disordered()).isEqualTo(1);
    assertThat(recording.threads()).extracting(RecordedThread::name).contains("b-7");
  }

  @Test
  void saysWhatItExpected() {
    assertThatThrownBy(() -> read("hello\n", ThreadFilter.ALL))
        .isInstanceOf(BandwidthException.class)
        .hasMessageContaining("rec.txt: no sched_switch event found")
        .hasMessageContaining("perf sched script");
  }

  /** Turns drawn at random, written as a trace, come back. */
  @Property(tries = 100)
  void turnsAreReadBack(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<Long> runs = new ArrayList<>();
    List<Long> sleeps = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    long us = 1_000_000;
    for (int turn = 1 + random.nextInt(20); turn > 0; turn--) {
      text.append(line("perf", us / 1e6, "swapper", 0, "R", "t", 3));
      long run = 0;
      for (int piece = random.nextInt(3); piece >= 0; piece--) {
        long length = 1L + random.nextInt(5_000);
        run += length;
        us += length;
        if (piece > 0) {
          text.append(line("perf", us / 1e6, "t", 3, "R", "u", 4));
          us += random.nextInt(9_000);
          text.append(line("perf", us / 1e6, "u", 4, "R", "t", 3));
        }
      }
      text.append(line("perf", us / 1e6, "t", 3, "D", "swapper", 0));
      runs.add(run * 1_000);
      long sleep = 1L + random.nextInt(100_000);
      us += sleep;
      sleeps.add(sleep * 1_000);
    }
    text.append(line("perf", us / 1e6, "swapper", 0, "R", "t", 3));

    SwitchRecording recording = read(text.toString(), (tid, comm) -> tid == 3);

    assertThat(recording.threads()).containsExactly(new RecordedThread("t-3", runs, sleeps));
  }

  @Property(tries = 1000)
  void anyTextIsReadOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] text =
        (line("ftrace", 1, "a b", 5, "R+", "c ==> d", 7)
                + line("perf short", 2, "c", 7, "S", "e", 8))
            .repeat(3)
            .getBytes(UTF_8);
    for (int i = random.nextInt(8); i >= 0; i--) {
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
    }
    try {
      SwitchRecording recording =
          SwitchReader.read(new ByteArrayInputStream(text), "x", ThreadFilter.ALL);
      assertThat(recording.spanNs()).isNotNegative();
      assertThat(recording.threads())
          .allSatisfy(thread -> assertThat(thread.totalRunNs()).isPositive());
    } catch (BandwidthException e) {
      assertThat(e).hasMessageStartingWith("x: ");
    }
  }
}
