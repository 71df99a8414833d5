package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.rules.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a log says besides reports, by {@code events/events.facts}. */
class EventsTest {
  private static final ReportParser PARSER = new ReportParser();

  record Fact(String kind, String severity, String device, String title, List<String> lines) {}

  static Stream<Fact> facts() throws IOException {
    List<Fact> facts = new ArrayList<>();
    try (InputStream in = EventsTest.class.getResourceAsStream("events/events.facts")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        if (line.startsWith("  ")) {
          facts.getLast().lines().add(line.substring(2));
        } else {
          String[] parts = line.split(" *\\| *", -1);
          facts.add(new Fact(parts[0], parts[1], parts[2], parts[3], new ArrayList<>()));
        }
      }
    }
    return facts.stream();
  }

  @ParameterizedTest
  @MethodSource("facts")
  void isRecognised(Fact fact) {
    LogReading reading = read(stamped(fact.lines()));
    FleetEvent event = reading.events().getFirst().event();
    assertThat(event.kind()).isEqualTo(fact.kind());
    assertThat(event.severity().label()).isEqualTo(fact.severity());
    assertThat(event.title()).isEqualTo(fact.title());
    if (!fact.device().isEmpty()) {
      assertThat(event.device()).hasValue(fact.device());
    }
    assertThat(event.startLine()).isEqualTo(1);
    assertThat(event.text().lines()).hasSize(fact.lines().size());
  }

  @ParameterizedTest
  @MethodSource("facts")
  void isNoReport(Fact fact) {
    boolean panic = fact.lines().getLast().contains("Kernel panic");
    assertThat(read(stamped(fact.lines())).reports()).hasSize(panic ? 1 : 0);
  }

  @Test
  void oneDeviceSaysTheSameOnce() {
    String line = "nvme nvme%d: I/O %d QID 5 timeout, aborting";
    List<String> lines = List.of(line.formatted(0, 1), line.formatted(1, 2), line.formatted(0, 3));
    List<FleetEvent> events = read(stamped(lines)).events().stream().map(HostEvent::event).toList();
    assertThat(events).extracting(FleetEvent::count).containsExactly(2, 1);
    assertThat(events.getFirst().last()).isNotEqualTo(events.getFirst().first());
  }

  @Test
  void eventsDoNotChangeWhatTheFirstReportIs() {
    String crash = new String(Fixtures.named("divide-error").log(), StandardCharsets.UTF_8);
    String event = stamped(List.of("EDAC MC0: 1 CE memory read error on DIMM#0"));
    LogReading reading = read(event + crash);
    assertThat(reading.reports().getFirst().report().title())
        .isEqualTo("divide error in scale_weigh");
    assertThat(reading.events()).hasSize(1);
  }

  @Test
  void severityOfReports() {
    assertThat(severity("divide-error")).isEqualTo(Severity.WORK_LOST);
    assertThat(severity("stack-overflow-arm")).isEqualTo(Severity.FATAL);
    assertThat(severity("deadlock")).isEqualTo(Severity.NOTICE);
    assertThat(severity("warning-refcount")).isEqualTo(Severity.DEGRADED);
  }

  @Test
  void fleetOrderPutsFatalThenManyHostsFirst() {
    FleetStanding fatal = new FleetStanding(Severity.FATAL, 1, 0, false);
    FleetStanding many = new FleetStanding(Severity.WORK_LOST, 50, 1, false);
    FleetStanding spreads = new FleetStanding(Severity.WORK_LOST, 5, 4, false);
    FleetStanding newer = new FleetStanding(Severity.WORK_LOST, 5, 3, true);
    FleetStanding old = new FleetStanding(Severity.WORK_LOST, 5, 3, false);
    assertThat(Stream.of(old, newer, spreads, many, fatal).sorted())
        .containsExactly(fatal, many, spreads, newer, old);
  }

  @Test
  void securityOrderKnowsEveryType() {
    assertThat(ReportType.values())
        .allSatisfy(type ->
            assertThat(new SecurityOrder().compare(type, ReportType.KASAN_INVALID_FREE))
                .isGreaterThanOrEqualTo(0));
  }

  private static Severity severity(String fixture) {
    return PARSER.severity(PARSER.parse(Fixtures.named(fixture).log()).getFirst());
  }

  private static String stamped(List<String> lines) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      out.append("[%5d.000000] %s%n".formatted(10 + i, lines.get(i)));
    }
    return out.toString();
  }

  private static LogReading read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    WholeLog log = PARSER.open(EnumSet.allOf(Carrier.class));
    log.feed(bytes, 0, bytes.length);
    return log.finish();
  }
}
