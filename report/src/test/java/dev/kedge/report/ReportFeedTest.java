package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.carrier.CarrierLimits;
import dev.kedge.report.line.Carrier;
import dev.kedge.report.score.LabelledLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReportFeedTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final List<LabelledLog> FIXTURES = Fixtures.all();

  static Stream<Arguments> wrapped() {
    return FIXTURES.stream().flatMap(f -> Stream.of(Carrier.values()).map(c -> Arguments.of(f, c)));
  }

  @ParameterizedTest
  @MethodSource("wrapped")
  void piecesMakeNoDifference(LabelledLog fixture, Carrier carrier) {
    byte[] log = carrier.wrap(fixture.log());
    List<HostReport> whole = feed(log, log.length);
    assertThat(feed(log, 1)).isEqualTo(whole);
    assertThat(feed(log, 97)).isEqualTo(whole);
    assertThat(titles(whole))
        .isEqualTo(PARSER.parse(log).stream().map(KernelReport::title).toList());
  }

  @Property(tries = 200)
  void anyLogInAnyPieces(@ForAll("logs") byte[] log, @ForAll long seed) {
    Random random = new Random(seed);
    ReportFeed feed = new ReportFeed(PARSER);
    List<HostReport> reports = new ArrayList<>();
    for (int at = 0; at < log.length; ) {
      int piece = Math.min(log.length - at, 1 + random.nextInt(200));
      reports.addAll(feed.feed(log, at, piece));
      at += piece;
    }
    reports.addAll(feed.end());
    assertThat(reports).isEqualTo(feed(log, Integer.MAX_VALUE));
  }

  @Provide
  Arbitrary<byte[]> logs() {
    return Combinators.combine(Arbitraries.of(FIXTURES), Arbitraries.of(Carrier.class))
        .as((fixture, carrier) -> carrier.wrap(fixture.log()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(logs -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          logs.forEach(out::writeBytes);
          return out.toByteArray();
        });
  }

  @Test
  void interleavedHostsHaveTheirOwnReports() {
    List<String> one = lines("kernel-bug", "alpha");
    List<String> other = lines("soft-lockup", "beta");
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      log.append(i < one.size() ? one.get(i) : "").append(i < other.size() ? other.get(i) : "");
    }
    assertThat(feed(log.toString().getBytes(StandardCharsets.UTF_8), 50))
        .extracting(r -> r.host() + ": " + r.report().title())
        .containsExactlyInAnyOrder(
            "alpha: kernel BUG in cask_tap", "beta: BUG: soft lockup in windmill_ioctl");
  }

  @Test
  void aReportIsHandedOutWhileOthersStillPrint() {
    ReportFeed feed = new ReportFeed(PARSER);
    List<HostReport> reports = feed(feed, console("kasan-use-after-free"));
    for (int i = 0; reports.isEmpty() && i < 10; i++) {
      String chatter = "[%5d.000000][  T999] brook: link up\n".formatted(9000 + i);
      reports.addAll(feed(feed, chatter));
    }
    assertThat(titles(reports)).containsExactly("KASAN: slab-use-after-free Read in lantern_read");
  }

  @Test
  void chatterOfOthersWithoutTimeEndsAReport() {
    ReportFeed feed = new ReportFeed(PARSER);
    List<HostReport> reports = feed(feed, "[ T1] WARNING: brook dried up\n");
    int lines = 0;
    while (reports.isEmpty() && lines < ReportStream.MAX_LINES) {
      reports.addAll(feed(feed, "[ T2] brook: link up\n"));
      lines++;
    }
    assertThat(reports).hasSize(1);
    assertThat(lines).isLessThan(500);
  }

  @Test
  void oneCallersNextReportDoesNotWaitForAnother() {
    ReportFeed feed = new ReportFeed(PARSER);
    List<HostReport> reports = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      reports.addAll(
          feed(feed, "[    1.%06d][ T1] WARNING: brook %c dried up\n".formatted(i, 'a' + i % 26)));
    }
    assertThat(reports.size()).isGreaterThan(20);
    reports.addAll(feed.end());
    assertThat(reports).hasSize(50);
  }

  @Test
  void hostsAreBounded() {
    CarrierLimits limits = new CarrierLimits(3, 64, 1 << 16, 1 << 16);
    ReportFeed feed =
        new ReportFeed(PARSER, EnumSet.allOf(dev.kedge.report.carrier.Carrier.class), limits);
    List<HostReport> reports = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      reports.addAll(
          feed(feed, "Nov 22 10:00:00 host%d kernel: WARNING: brook dried up\n".formatted(i)));
    }
    assertThat(reports).hasSize(97);
    assertThat(feed.losses().forgottenHosts()).isEqualTo(97);
    reports.addAll(feed.end());
    assertThat(reports).extracting(HostReport::host).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void whatIsLostInsideAReportIsSaid() {
    List<HostReport> reports =
        feed(
            """
            4,10,1000000,-,caller=T1;WARNING: brook dried up
            4,11,1000001,-,caller=T1;Call Trace:
            4,14,1000004,-,caller=T1; brook_flow+0x1/0x2
            4,15,1000005,-,caller=T1; brook_rise+0x1/0x2
            """
                .getBytes(StandardCharsets.UTF_8),
            1000);
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().lost()).isEqualTo(2);
  }

  @Test
  void aNewBootEndsReports() {
    ReportFeed feed = new ReportFeed(PARSER);
    String crash = "[  500.000000] WARNING: brook dried up\n";
    List<HostReport> reports = feed(feed, crash + "[    0.000000] Linux version 6.12.3\n");
    assertThat(reports).extracting(HostReport::boot).containsExactly(0);
    reports = feed(feed, "[    9.000000] WARNING: brook dried up\n");
    reports.addAll(feed.flush());
    assertThat(reports).extracting(HostReport::boot).containsExactly(1);
  }

  private static String console(String fixture) {
    return new String(Fixtures.named(fixture).log(), StandardCharsets.UTF_8);
  }

  private static List<String> lines(String fixture, String host) {
    return console(fixture)
        .lines()
        .map(line -> "Nov 22 10:00:00 " + host + " kernel: " + line + "\n")
        .toList();
  }

  private static List<HostReport> feed(ReportFeed feed, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ArrayList<>(feed.feed(bytes, 0, bytes.length));
  }

  private static List<HostReport> feed(byte[] log, int piece) {
    ReportFeed feed = new ReportFeed(PARSER);
    List<HostReport> reports = new ArrayList<>();
    for (int at = 0; at < log.length; at += Math.min(piece, log.length - at)) {
      reports.addAll(feed.feed(log, at, Math.min(piece, log.length - at)));
    }
    reports.addAll(feed.end());
    return reports;
  }

  private static List<String> titles(List<HostReport> reports) {
    return reports.stream().map(r -> r.report().title()).toList();
  }
}
