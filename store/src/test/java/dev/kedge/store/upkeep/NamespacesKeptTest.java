package dev.kedge.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.Namespaces;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.store.Examples;
import dev.kedge.store.SetClock;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.telemetry.ProcessSummary;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import dev.kedge.store.telemetry.ValueCount;
import dev.kedge.store.telemetry.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Namespaces from the window to the sums of days that are over. */
class NamespacesKeptTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final Namespaces CONTAINER = new Namespaces("pid:4026532450/7 mnt:4026532448");
  private static final TimeRange ALL = new TimeRange(START, START.plusSeconds(3600));

  private final SetClock clock = new SetClock(START);

  @TempDir private Path directory;

  private Store open() {
    return Store.open(
        StoreConfig.in(directory).withRetention(Duration.ofDays(365), Long.MAX_VALUE), clock);
  }

  private void pass(Store store, Duration time) {
    store.maintain();
    clock.forward(time);
    for (int i = 0; i < 8; i++) {
      store.maintain();
    }
  }

  /** The process 100 is in a container. */
  private static ProfileWindow contained(int sequence) {
    ProfileWindow plain = Windows.timed(Examples.HOST, sequence, START.plusSeconds(10L * sequence));
    return plain.withSamples(
        plain.samples().stream().map(row -> row.pid() == 100 ? contained(row) : row).toList());
  }

  private static SampleCount contained(SampleCount row) {
    SampledTask task = row.task();
    return new SampleCount(
        row.stackId(),
        new SampledTask(
            task.pid(), task.command(), task.tid(), task.thread(), task.cgroup(), CONTAINER),
        row.count(),
        row.moments());
  }

  private static ProfileSelection selection(String filter) {
    return new ProfileSelection(
        Examples.HOST, ALL, SampleKind.CPU, SampleFilter.of(ProfileFilter.parse(filter)));
  }

  private static void check(Store store) {
    assertThat(samples(store, "ns=pid:4026532450")).isEqualTo(50);
    assertThat(samples(store, "ns=pid:4026532450 cpu=0-9")).isEqualTo(50);
    assertThat(samples(store, "ns=pid:1 ns=mnt:4026532448")).isEqualTo(50);
    assertThat(samples(store, "ns=pid:host")).isEqualTo(5);
    assertThat(samples(store, "ns!=pid:host")).isEqualTo(50);
    assertThat(samples(store, "ns=net:host")).isEqualTo(55);
    assertThat(store.profiles().query(selection("ns!=pid:host")).stacks())
        .extracting(WeightedStack::namespaces)
        .containsOnly(new Namespaces("pid:4026532450 mnt:4026532448"));
    assertThat(store.profiles().processes(Examples.HOST, ALL, SampleKind.CPU, 10))
        .containsExactly(
            new ProcessSummary(100, "burner", "/user.slice/a", CONTAINER, 50),
            new ProcessSummary(200, "idle", "/", 5));
    assertThat(store.profiles().values(List.of(selection("")), FilterKey.NS))
        .containsExactly(
            new ValueCount("mnt:4026532448", "", 50), new ValueCount("pid:4026532450", "", 50));
  }

  private static long samples(Store store, String filter) {
    return store.profiles().query(selection(filter)).samples();
  }

  @Test
  void areFoundInMemoryInHoursAndInDaysThatAreOver() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 5; i++) {
        store.profiles().append(contained(i));
      }
      check(store);
    }
    try (Store store = open()) {
      check(store);
      pass(store, Duration.ofMinutes(5));
      check(store);
      pass(store, Duration.ofHours(3));
      assertThat(columns("blocks")).contains("namespaces");
      check(store);
      pass(store, Duration.ofDays(3));
      assertThat(files("sums")).isNotEmpty();
      check(store);
    }
  }

  @Test
  void takeNoColumnOfHostsWithoutContainers() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 5; i++) {
        store.profiles().append(Windows.timed(Examples.HOST, i, START.plusSeconds(10L * i)));
      }
      pass(store, Duration.ofMinutes(5));
      assertThat(columns("samples|blocks")).isNotEmpty().doesNotContain("namespaces");
      pass(store, Duration.ofHours(3));
      assertThat(columns("blocks")).isNotEmpty().doesNotContain("namespaces");
      assertThat(samples(store, "ns=pid:host")).isEqualTo(55);
      assertThat(samples(store, "ns!=pid:host")).isZero();
    }
  }

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(
              file -> file.getFileName().toString().matches("(" + prefix + ")-.*\\.parquet"))
          .toList();
    }
  }

  private List<String> columns(String prefix) throws Exception {
    List<String> columns = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (Path file : files(prefix)) {
        try (ResultSet rows =
            statement.executeQuery("SELECT name FROM parquet_schema('" + file + "')")) {
          while (rows.next()) {
            columns.add(rows.getString(1));
          }
        }
      }
    }
    return columns;
  }
}
