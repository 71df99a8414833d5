package dev.kedge.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.WeightedStack;
import dev.kedge.store.Examples;
import dev.kedge.store.SetClock;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.telemetry.ProcessSummary;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.SampleFilter;
import dev.kedge.store.telemetry.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of samples and dictionaries when their hour and their day are over. */
class PackingTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

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

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(file -> file.getFileName().toString().matches(prefix + "-.*\\.parquet"))
          .toList();
    }
  }

  private static ProfileSelection selection(long fromMillis, long toMillis, SampleFilter filter) {
    return new ProfileSelection(
        Examples.HOST,
        new TimeRange(START.plusMillis(fromMillis), START.plusMillis(toMillis)),
        SampleKind.CPU,
        filter);
  }

  private static SampleFilter cpu(int number) {
    SampleFilter none = SampleFilter.NONE;
    return new SampleFilter(
        none.pid(),
        none.command(),
        none.cgroup(),
        none.tid(),
        Optional.of("main"),
        OptionalInt.of(number));
  }

  private static Map<WeightedStack, Long> counts(Profile profile) {
    Map<WeightedStack, Long> counts = new HashMap<>();
    for (WeightedStack stack : profile.stacks()) {
      counts.put(new WeightedStack(stack.command(), stack.pid(), stack.frames(), 0), stack.count());
    }
    return counts;
  }

  /** All that can be asked, over ranges that cut windows and ranges that do not. */
  private static List<Object> answers(Store store) {
    List<Object> answers = new ArrayList<>();
    for (long[] range :
        new long[][] {{0, 7_200_000}, {15_000, 15_200}, {3_000, 61_500}, {3_599_900, 3_700_000}}) {
      for (SampleFilter filter : List.of(SampleFilter.NONE, cpu(1))) {
        ProfileSelection selection = selection(range[0], range[1], filter);
        Profile profile = store.profiles().query(selection);
        answers.add(counts(profile));
        answers.add(profile.lost());
        answers.add(profile.samples());
        answers.add(
            store.profiles().blocks(List.of(selection), Duration.ofSeconds(7)).stream()
                .map(PackingTest::counts)
                .toList());
        if (range[1] - range[0] < 3_000_000) {
          answers.add(store.profiles().heat(selection).samples());
        }
      }
      List<ProcessSummary> processes =
          store
              .profiles()
              .processes(
                  Examples.HOST,
                  selection(range[0], range[1], SampleFilter.NONE).range(),
                  SampleKind.CPU,
                  100);
      answers.add(processes);
    }
    return answers;
  }

  private void windows(Store store, int from, int to) {
    for (int i = from; i < to; i++) {
      Instant start = START.plusSeconds(10L * i);
      store
          .profiles()
          .append(
              i % 7 == 3
                  ? Windows.simple(Examples.HOST, i, start)
                  : Windows.timed(Examples.HOST, i, start));
    }
  }

  @Test
  void answersStayWhenTheHourAndTheDayAreOver() throws IOException {
    try (Store store = open()) {
      windows(store, 0, 400);
      List<Object> before = answers(store);
      pass(store, Duration.ofMinutes(6));
      assertThat(files("samples")).isNotEmpty();
      assertThat(answers(store)).isEqualTo(before);
      pass(store, Duration.ofHours(3));
      assertThat(files("samples")).isEmpty();
      assertThat(files("timelines")).hasSize(2);
      assertThat(files("stacks")).hasSize(1);
      assertThat(answers(store)).isEqualTo(before);
      pass(store, Duration.ofDays(1));
      assertThat(files("timelines")).hasSize(1);
      assertThat(files("sums")).hasSize(1);
      assertThat(files("stacks")).isEmpty();
      assertThat(files("symbols")).isEmpty();
      assertThat(files("dictionaries")).hasSize(1);
      assertThat(answers(store)).isEqualTo(before);
      List<Path> settled = files(".*");
      pass(store, Duration.ofHours(1));
      assertThat(files(".*")).as("nothing is written again").isEqualTo(settled);
    }
  }

  @Test
  void lateUploadsJoinWhatIsPacked() throws IOException {
    List<Object> all;
    Path other = directory.resolve("other-store");
    try (Store store = Store.open(StoreConfig.in(other), clock)) {
      windows(store, 0, 400);
      all = answers(store);
    }
    try (Store store = open()) {
      windows(store, 0, 100);
      windows(store, 200, 400);
      pass(store, Duration.ofHours(3));
      pass(store, Duration.ofDays(1));
      windows(store, 100, 200);
      assertThat(answers(store)).isEqualTo(all);
      pass(store, Duration.ofMinutes(6));
      assertThat(answers(store)).isEqualTo(all);
      pass(store, Duration.ofHours(1));
      assertThat(answers(store)).isEqualTo(all);
    }
  }

  @Test
  void withoutItsTimelineABlockIsASumWithoutTimes() throws IOException {
    long samples;
    try (Store store = open()) {
      windows(store, 0, 100);
      pass(store, Duration.ofHours(3));
      samples = store.profiles().query(selection(0, 7_200_000, SampleFilter.NONE)).samples();
    }
    for (Path file : files("timelines")) {
      Files.delete(file);
    }
    try (Store store = open()) {
      ProfileSelection second = selection(15_000, 16_000, SampleFilter.NONE);
      assertThat(store.profiles().query(selection(0, 7_200_000, SampleFilter.NONE)).samples())
          .isEqualTo(samples);
      assertThat(store.profiles().heat(second).untimed()).isPositive();
      assertThat(store.statistics().quarantinedFiles()).isEqualTo(1);
    }
  }

  @Test
  void timesCanGoBeforeTheSumsDo() throws IOException {
    StoreConfig config =
        StoreConfig.in(directory)
            .withRetention(Duration.ofDays(365), Long.MAX_VALUE)
            .withDetail(Duration.ofDays(3));
    try (Store store = Store.open(config, clock)) {
      windows(store, 0, 100);
      pass(store, Duration.ofHours(3));
      pass(store, Duration.ofDays(2));
      ProfileSelection all = selection(0, 7_200_000, SampleFilter.NONE);
      ProfileSelection second = selection(15_000, 16_000, SampleFilter.NONE);
      Map<WeightedStack, Long> before = counts(store.profiles().query(all));
      assertThat(store.profiles().heat(second).samples()).isPositive();
      pass(store, Duration.ofDays(2));
      assertThat(files("timelines")).isEmpty();
      assertThat(counts(store.profiles().query(all))).isEqualTo(before);
      assertThat(store.profiles().heat(second).samples()).isZero();
      assertThat(store.profiles().heat(second).untimed()).isPositive();
      assertThat(store.statistics().quarantinedFiles()).isZero();
    }
  }

  @Test
  void withoutItsDictionaryABlockHasItsSamples() throws IOException {
    long samples;
    List<ProcessSummary> processes;
    ProfileSelection all = selection(0, 7_200_000, SampleFilter.NONE);
    try (Store store = open()) {
      windows(store, 0, 100);
      pass(store, Duration.ofHours(3));
      pass(store, Duration.ofDays(2));
      samples = store.profiles().query(all).samples();
      processes = store.profiles().processes(Examples.HOST, all.range(), SampleKind.CPU, 100);
    }
    for (Path file : files("dictionaries")) {
      Files.delete(file);
    }
    try (Store store = open()) {
      assertThat(store.profiles().query(all).samples()).isEqualTo(samples);
      assertThat(store.profiles().processes(Examples.HOST, all.range(), SampleKind.CPU, 100))
          .isEqualTo(processes);
      ProfileSelection second = selection(15_000, 16_000, SampleFilter.NONE);
      assertThat(store.profiles().heat(second).untimed()).isPositive();
    }
  }

  /** Before there were threads and times, files had fewer columns. */
  @Test
  void filesOfEarlierVersionsAreReadAndPacked() throws Exception {
    List<Object> before;
    try (Store store = open()) {
      for (int i = 0; i < 30; i++) {
        store.profiles().append(Windows.simple(Examples.HOST, i, START.plusSeconds(10L * i)));
      }
      before = answers(store);
    }
    withoutColumns(files("samples").getFirst());
    try (Store store = open()) {
      assertThat(answers(store)).isEqualTo(before);
      windows(store, 30, 60);
      List<Object> both = answers(store);
      pass(store, Duration.ofMinutes(6));
      assertThat(answers(store)).isEqualTo(both);
      pass(store, Duration.ofDays(2));
      assertThat(files("samples")).isEmpty();
      assertThat(answers(store)).isEqualTo(both);
      assertThat(store.statistics().quarantinedFiles()).isZero();
    }
  }

  private void withoutColumns(Path file) throws Exception {
    Path earlier = directory.resolve("earlier.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT * EXCLUDE (tid, thread, moments) FROM read_parquet('%s', hive_partitioning = false)) TO '%s' (FORMAT PARQUET)"
              .formatted(file, earlier));
    }
    Files.move(earlier, file, StandardCopyOption.REPLACE_EXISTING);
    CRC32C crc = new CRC32C();
    crc.update(Files.readAllBytes(file));
    try (Connection sqlite =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("kedge.db"));
        PreparedStatement update =
            sqlite.prepareStatement("UPDATE manifest SET bytes = ?, checksum = ? WHERE path = ?")) {
      update.setLong(1, Files.size(file));
      update.setString(2, "%08x".formatted(crc.getValue()));
      update.setString(3, directory.relativize(file).toString());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
