package dev.kedge.store.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.store.Examples;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.sql.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTableTest {
  private final Store store;

  HostTableTest(@TempDir Path directory) {
    store = Store.open(StoreConfig.in(directory), InstantSource.fixed(Examples.NOON));
  }

  @BeforeEach
  void start() {
    assertThat(store.hosts().find(Examples.HOST)).isEmpty();
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void givesBackTheLastHeartbeat() {
    Heartbeat first = Examples.heartbeat(Examples.NOON, 10, 100);
    Heartbeat second = Examples.heartbeat(Examples.NOON.plusSeconds(20), 30, 300);
    store.hosts().heartbeat(first, Examples.NOON);
    store.hosts().heartbeat(second, Examples.NOON.plusSeconds(21));

    HostRecord host = store.hosts().find(Examples.HOST).orElseThrow();
    assertThat(host.last()).isEqualTo(second);
    assertThat(host.firstSeen()).isEqualTo(Examples.NOON);
    assertThat(host.lastSeen()).isEqualTo(Examples.NOON.plusSeconds(21));
    assertThat(host.agentCpuCores()).isCloseTo(0.2 / 20, within(1e-9));
    assertThat(host.storedBytesPerDay()).isEmpty();
    assertThat(host.dataFrom()).isEmpty();
  }

  @Test
  void agentCpuCountsTheRunningAgentOnly() {
    store.hosts().heartbeat(Examples.heartbeat(Examples.NOON, 5, 4000), Examples.NOON);
    store
        .hosts()
        .heartbeat(
            Examples.heartbeat(Examples.NOON.plusSeconds(10), 2, 100),
            Examples.NOON.plusSeconds(10));
    store
        .hosts()
        .heartbeat(
            Examples.heartbeat(Examples.NOON.plusSeconds(20), 12, 600),
            Examples.NOON.plusSeconds(20));
    assertThat(store.hosts().find(Examples.HOST).orElseThrow().agentCpuCores())
        .isCloseTo(0.05, within(1e-9));
  }

  @Test
  void tellsBootsKernelsAgentsAndReports() {
    store.hosts().heartbeat(Examples.heartbeat(Examples.NOON, 10, 1), Examples.NOON);
    store
        .hosts()
        .heartbeat(
            Examples.heartbeat(
                Examples.HOST,
                Examples.boot(2),
                "6.18.2",
                Examples.NOON.plusSeconds(100),
                Duration.ofSeconds(3),
                Duration.ZERO),
            Examples.NOON.plusSeconds(100));
    store
        .issues()
        .file(Examples.occurrence(Examples.HOST, 1, Examples.NOON.plusSeconds(200), "BUG: x"));

    List<HostEvent> events =
        store
            .hosts()
            .events(
                Examples.HOST,
                new TimeRange(Examples.NOON.minusSeconds(7200), Examples.NOON.plusSeconds(300)));
    assertThat(events)
        .extracting(HostEvent::title)
        .containsExactlyInAnyOrder(
            "booted 6.18.1",
            "booted 6.18.2",
            "kernel 6.18.1 → 6.18.2",
            "agent 0.1 started",
            "agent 0.1 started",
            "BUG: x");
    assertThat(events).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(events.getLast().issue()).hasValue(1);
  }

  @Test
  void pagesByName() {
    for (int i = 0; i < 7; i++) {
      store
          .hosts()
          .heartbeat(
              Examples.heartbeat(
                  new HostId("h" + i),
                  Examples.BOOT,
                  "6.1",
                  Examples.NOON,
                  Duration.ZERO,
                  Duration.ZERO),
              Examples.NOON);
    }
    List<String> names = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<HostRecord> page = store.hosts().list(cursor, 3);
      page.items().forEach(host -> names.add(host.last().identity().host().value()));
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(names).containsExactly("h0", "h1", "h2", "h3", "h4", "h5", "h6");
    assertThatThrownBy(() -> store.hosts().list(Optional.of("%%"), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cursor");
  }
}
