package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.LogRecord;
import dev.kedge.report.event.FleetEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final String TIMEOUT = "nvme nvme0: I/O 7 QID 5 timeout, aborting";

  private final ReportFeed feed = new ReportFeed(PARSER);
  private long sequence;

  @Test
  void anEventThatGoesOnIsToldWithItsCountAndItsTextOnce() {
    say(100, TIMEOUT);
    List<HostEvent> first = feed.events();
    assertThat(first).hasSize(1);
    assertThat(first.getFirst().event().text()).contains(TIMEOUT);
    assertThat(feed.events()).as("nothing happened since").isEmpty();

    say(101, TIMEOUT);
    say(160, TIMEOUT);
    FleetEvent again = feed.events().getFirst().event();
    assertThat(again.count()).isEqualTo(3);
    assertThat(again.startLine()).isEqualTo(first.getFirst().event().startLine());
    assertThat(again.first()).contains(Duration.ofSeconds(100));
    assertThat(again.last()).contains(Duration.ofSeconds(160));
    assertThat(again.text()).isEmpty();
  }

  @Test
  void afterAPauseItIsAnotherEvent() {
    say(100, TIMEOUT);
    say(100 + EventStream.PAUSE.toSeconds() + 1, TIMEOUT);
    assertThat(feed.events())
        .extracting(e -> e.event().count())
        .as("two events")
        .containsExactly(1, 1);
  }

  @Test
  void anEventMayBeginLongBeforeItsMainLine() {
    say(50, "worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0");
    assertThat(feed.events()).isEmpty();
    say(50, TIMEOUT);
    assertThat(feed.events()).hasSize(1);
    say(50, "memory: usage 524288kB, limit 524288kB, failcnt 1");
    say(
        51,
        "Memory cgroup out of memory: Killed process 999 (worker) total-vm:1kB, anon-rss:1kB,"
            + " file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:1kB oom_score_adj:0");
    List<HostEvent> events = feed.events();
    assertThat(events).as("%s", events).hasSize(1);
    assertThat(events.getFirst().event().text()).contains("invoked oom-killer").contains("usage");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 5000})
  void howOftenItIsAskedMakesNoDifferenceToTheSums(int every) {
    List<HostEvent> told = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      say(100 + i / 100, i % 3 == 0 ? TIMEOUT : "eth0: link up " + i);
      if (i % every == 0) {
        told.addAll(feed.events());
      }
    }
    told.addAll(feed.events());
    assertThat(told.getLast().event().count()).isEqualTo(1000);
    assertThat(told).extracting(e -> e.event().startLine()).containsOnly(1);
  }

  @Test
  void hostsAndBootsHaveTheirOwnEvents() {
    String line = "Nov 22 10:00:0%d %s kernel: [  %d.000000] " + TIMEOUT + "\n";
    String log =
        line.formatted(1, "alpha", 500)
            + line.formatted(2, "beta", 600)
            + line.formatted(3, "alpha", 501)
            + "Nov 22 10:00:04 alpha kernel: [    0.000000] Linux version 6.12.3\n"
            + line.formatted(5, "alpha", 100);
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    feed.feed(bytes, 0, bytes.length);
    assertThat(feed.events())
        .extracting(e -> e.host() + " " + e.boot() + " " + e.event().count())
        .containsExactlyInAnyOrder("alpha 0 2", "alpha 1 1", "beta 0 1");
  }

  @Test
  void whatANoisyHostKeepsIsBounded() {
    ReportStream records = new ReportStream(PARSER);
    for (int i = 0; i < 20_000; i++) {
      String text = "nvme nvme%d: I/O 7 QID 5 timeout, aborting%s".formatted(i, " x".repeat(1000));
      records.record(LogRecord.kmsg(i, 1000L * i, 6, "", text, 0));
    }
    assertThat(records.characters()).isLessThan(4L << 20);
    assertThat(records.events().size()).isLessThan(2000);
  }

  @Test
  void aFeedTellsTheEventsOfAWholeLog() {
    String log =
        Stream.of(TIMEOUT, "EDAC MC0: 1 CE memory read error on DIMM#0", TIMEOUT)
            .map(text -> "[  100.000000] " + text + "\n")
            .reduce("", String::concat);
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    WholeLog whole = PARSER.open(EnumSet.allOf(Carrier.class));
    whole.feed(bytes, 0, bytes.length);
    feed.feed(bytes, 0, bytes.length);
    assertThat(feed.events()).containsExactlyInAnyOrderElementsOf(whole.finish().events());
  }

  private void say(long second, String text) {
    feed.record(LogRecord.kmsg(++sequence, second * 1_000_000, 6, "T9", text, 0));
  }
}
