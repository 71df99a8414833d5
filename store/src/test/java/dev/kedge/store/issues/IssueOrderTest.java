package dev.kedge.store.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kedge.model.HostId;
import dev.kedge.model.KernelRelease;
import dev.kedge.report.KernelReport;
import dev.kedge.report.Occurrence;
import dev.kedge.report.ReportType;
import dev.kedge.store.Examples;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssueOrderTest {
  private static final String OLD = "6.12.1";
  private static final String NEW = "6.18.1";
  private final Store store;
  private long sequence;

  IssueOrderTest(@TempDir Path directory) {
    store = Store.open(StoreConfig.in(directory), InstantSource.fixed(Examples.NOON));
    heartbeat(OLD, Duration.ofDays(30));
    heartbeat(NEW, Duration.ofDays(1));
    seen("h1", "WARNING in quiet", ReportType.WARNING, OLD, Duration.ofMinutes(1));
    for (String host : List.of("h1", "h2", "h3")) {
      seen(host, "INFO: task hung in everywhere", ReportType.HANG, OLD, Duration.ofDays(9));
    }
    for (String host : List.of("h1", "h2")) {
      seen(host, "INFO: task hung in old", ReportType.HANG, OLD, Duration.ofDays(8));
    }
    for (String host : List.of("h1", "h2")) {
      seen(host, "INFO: task hung in spreading", ReportType.HANG, OLD, Duration.ofHours(7));
    }
    for (String host : List.of("h1", "h2")) {
      seen(host, "INFO: task hung in fresh", ReportType.HANG, NEW, Duration.ofHours(8));
    }
    seen("h1", "KASAN: invalid-free in f", ReportType.KASAN_INVALID_FREE, OLD, Duration.ofDays(2));
    seen("h1", "kernel panic: at last", ReportType.DOS, OLD, Duration.ofDays(20));
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void theFleetsOrderPutsFirstWhatTakesMostHostsFromTheirWork() {
    assertThat(titles(IssueOrder.FLEET, 100))
        .containsSequence(
            "INFO: task hung in everywhere",
            "INFO: task hung in fresh",
            "INFO: task hung in spreading",
            "INFO: task hung in old")
        .startsWith("kernel panic: at last")
        .hasSize(7);
  }

  @Test
  void theSecurityOrderAndTime() {
    assertThat(titles(IssueOrder.SECURITY, 100))
        .startsWith("KASAN: invalid-free in f", "WARNING in quiet", "kernel panic: at last");
    assertThat(titles(IssueOrder.TIME, 100))
        .startsWith("WARNING in quiet", "INFO: task hung in spreading")
        .endsWith("kernel panic: at last");
  }

  @Test
  void whatCameWithTheNewestKernelSaysSo() {
    assertThat(
            store
                .issues()
                .list(IssueFilter.all(), IssueOrder.FLEET, Optional.empty(), 100)
                .issues())
        .filteredOn(issue -> issue.newInKernel().isPresent())
        .extracting(IssueSummary::title, issue -> issue.newInKernel().get())
        .containsExactly(tuple("INFO: task hung in fresh", NEW));
  }

  @ParameterizedTest
  @EnumSource(IssueOrder.class)
  void pagesAreTheWholeList(IssueOrder order) {
    assertThat(titles(order, 2)).isEqualTo(titles(order, 100));
    assertThatThrownBy(() -> store.issues().list(IssueFilter.all(), order, Optional.of("MTox"), 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> titles(IssueOrder order, int limit) {
    List<String> titles = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      IssuePage page = store.issues().list(IssueFilter.all(), order, cursor, limit);
      page.issues().forEach(issue -> titles.add(issue.title()));
      cursor = page.next();
    } while (cursor.isPresent());
    return titles;
  }

  private void heartbeat(String kernel, Duration ago) {
    Instant at = Examples.NOON.minus(ago);
    store
        .hosts()
        .heartbeat(
            Examples.heartbeat(
                Examples.HOST, Examples.BOOT, kernel, at, Duration.ZERO, Duration.ZERO),
            at);
  }

  private void seen(String host, String title, ReportType type, String kernel, Duration ago) {
    KernelReport example = Examples.report(type, false, title);
    KernelReport report =
        new KernelReport(
            title,
            List.of(),
            type,
            example.frame(),
            false,
            false,
            false,
            Optional.empty(),
            1,
            2,
            Optional.empty(),
            Optional.of(new KernelRelease(kernel)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            title + "\n");
    store
        .issues()
        .file(
            new Occurrence(
                new HostId(host),
                Optional.empty(),
                ++sequence,
                Examples.NOON.minus(ago),
                true,
                "x.log",
                report));
  }
}
