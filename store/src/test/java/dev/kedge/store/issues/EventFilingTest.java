package dev.kedge.store.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.rules.Severity;
import dev.kedge.store.Examples;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.hosts.HostEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilingTest {
  private static final HostId OTHER = new HostId("db-1.example");
  private final Store store;

  EventFilingTest(@TempDir Path directory) {
    store = Store.open(StoreConfig.in(directory), InstantSource.fixed(Examples.NOON));
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void anEventThatGoesOnIsOneOccurrenceWithADuration() {
    assertThat(file(Examples.HOST, 1, 1, 100, 100)).isEqualTo(new Filed(1, 1, true, false, false));
    assertThat(file(Examples.HOST, 1, 5, 100, 160)).isEqualTo(new Filed(1, 1, false, true, false));
    assertThat(file(Examples.HOST, 1, 5, 100, 160)).isEqualTo(new Filed(1, 1, false, true, true));
    OccurrenceRecord found = only(1);
    assertThat(found.times()).isEqualTo(5);
    assertThat(found.lasted()).isEqualTo(Duration.ofSeconds(60));
    assertThat(found.device()).contains("nvme0");
    assertThat(found.text()).isEqualTo("text of 1");
    IssueSummary issue = store.issues().find(1).orElseThrow().summary();
    assertThat(issue.occurrences()).isEqualTo(1);
    assertThat(issue.lastSeen()).isEqualTo(found.at().plusSeconds(60));
    assertThat(issue.kind()).isEqualTo("storage");
    assertThat(issue.severity()).isEqualTo(Severity.DEGRADED);
  }

  @Test
  void whatARestartedAgentStillFindsInTheLogIsNoOtherEvent() {
    file(Examples.HOST, 1, 50, 100, 160);
    assertThat(file(Examples.HOST, 20, 30, 130, 170))
        .isEqualTo(new Filed(1, 1, false, true, false));
    assertThat(only(1).times()).isEqualTo(50);
    assertThat(file(Examples.HOST, 90, 1, 5000, 5000).again()).isFalse();
  }

  @Test
  void hostsShareAnIssueAndReportsOfThatTitleDoNot() {
    file(Examples.HOST, 1, 1, 100, 100);
    assertThat(file(OTHER, 1, 1, 100, 100).issue()).isEqualTo(1);
    assertThat(
            store
                .issues()
                .file(Examples.occurrence(Examples.HOST, 1, Examples.NOON, "NVMe timeout"))
                .issue())
        .isEqualTo(2);
    assertThat(file(OTHER, 7, 1, 900, 900).issue()).isEqualTo(1);
    assertThat(kinds(Optional.of("event"))).containsExactly("storage");
    assertThat(kinds(Optional.of("report"))).containsExactly("report");
    assertThat(kinds(Optional.empty())).containsExactly("storage", "report");
  }

  @Test
  void theTimeLineOfAHostHasIt() {
    file(Examples.HOST, 1, 3, 100, 160);
    TimeRange range = new TimeRange(Examples.NOON.minusSeconds(4000), Examples.NOON);
    List<HostEvent> events = store.hosts().events(Examples.HOST, range);
    assertThat(events).hasSize(1);
    HostEvent event = events.getFirst();
    assertThat(event.kind()).isEqualTo(HostEvent.Kind.EVENT);
    assertThat(event.severity()).contains(Severity.DEGRADED);
    assertThat(event.device()).contains("nvme0");
    assertThat(event.times()).isEqualTo(3);
    assertThat(event.lasted()).isEqualTo(Duration.ofSeconds(60));
    assertThat(event.issue()).hasValue(1);
  }

  private List<String> kinds(Optional<String> kind) {
    IssueFilter filter =
        new IssueFilter(
            kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return store.issues().list(filter, IssueOrder.FLEET, Optional.empty(), 10).issues().stream()
        .map(IssueSummary::kind)
        .toList();
  }

  private OccurrenceRecord only(long issue) {
    List<OccurrenceRecord> found = store.issues().occurrences(issue, Optional.empty(), 10).items();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private Filed file(HostId host, long sequence, int count, int firstSecond, int lastSecond) {
    Optional<BootId> boot = Optional.of(Examples.BOOT);
    FleetEvent event =
        new FleetEvent(
            "nvme-timeout",
            "storage",
            Severity.DEGRADED,
            "NVMe timeout",
            "",
            Optional.of("nvme0"),
            (int) sequence,
            (int) sequence,
            count,
            Optional.of(Duration.ofSeconds(firstSecond)),
            Optional.of(Duration.ofSeconds(lastSecond)),
            "text of " + sequence);
    return store
        .issues()
        .file(
            new EventOccurrence(
                host,
                boot,
                sequence,
                Examples.NOON.minusSeconds(3600).plusSeconds(firstSecond),
                true,
                "kmsg",
                event));
  }
}
