package dev.kedge.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.Examples;
import dev.kedge.store.SetClock;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.StoreStatistics;
import dev.kedge.store.hosts.HostRecord;
import dev.kedge.store.telemetry.ProfileSelection;
import dev.kedge.store.telemetry.VitalSeries;
import dev.kedge.store.telemetry.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Instant START = Instant.parse("2026-11-20T22:00:00Z");
  private static final TimeRange ALL =
      new TimeRange(START.minusSeconds(86_400), START.plus(Duration.ofDays(9)));

  private final SetClock clock = new SetClock(START);

  @TempDir private Path directory;

  private Store open(Duration age, long bytes) {
    return Store.open(
        StoreConfig.in(directory)
            .withRetention(age, bytes)
            .withRoll(Duration.ofMinutes(5), 1 << 20),
        clock);
  }

  private void hours(Store store, int hours) {
    for (int i = 0; i < hours; i++) {
      long sequence = Duration.between(START, clock.instant()).toMinutes();
      store.profiles().append(Windows.simple(Examples.HOST, sequence, clock.instant()));
      store.vitals().append(Windows.vitals(Examples.HOST, sequence, clock.instant(), 1));
      store.maintain();
      clock.forward(Duration.ofHours(1));
      store.maintain();
    }
  }

  private List<Instant> starts(Store store) {
    return store.profiles().coverage(Examples.HOST, ALL, SampleKind.CPU).stream()
        .map(window -> window.range().start())
        .toList();
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(path -> path.toString().endsWith(".parquet")).count();
    }
  }

  @Test
  void oldDataGoesWithItsDirectoriesAndReportsStay() throws IOException {
    try (Store store = open(Duration.ofHours(6), Long.MAX_VALUE)) {
      store.issues().file(Examples.occurrence(Examples.HOST, 1, START, "BUG: x"));
      hours(store, 12);
      Instant oldest = clock.instant().minus(Duration.ofHours(6));
      assertThat(starts(store))
          .isNotEmpty()
          .allMatch(start -> start.plusSeconds(10).isAfter(oldest));
      assertThat(starts(store).size()).isBetween(5, 6);
      assertThat(files(directory)).isEqualTo(store.statistics().files());
      clock.forward(Duration.ofDays(3));
      store.maintain();
      assertThat(starts(store)).isEmpty();
      assertThat(store.statistics().files()).isZero();
      assertThat(directory.resolve("profiles")).isEmptyDirectory();
      assertThat(store.issues().find(1)).isPresent();
    }
  }

  @Test
  void tooManyBytesCostTheOldestHours() {
    long limit;
    try (Store store = open(Duration.ofDays(30), Long.MAX_VALUE)) {
      hours(store, 8);
      StoreStatistics all = store.statistics();
      limit = (all.profileBytes() + all.vitalBytes()) / 2;
    }
    try (Store store = open(Duration.ofDays(30), limit)) {
      List<Instant> before = starts(store);
      store.maintain();
      StoreStatistics after = store.statistics();
      assertThat(after.profileBytes() + after.vitalBytes() + after.journalBytes())
          .isLessThanOrEqualTo(limit);
      List<Instant> left = starts(store);
      assertThat(left).isNotEmpty().hasSizeLessThan(before.size());
      assertThat(left).isEqualTo(before.subList(before.size() - left.size(), before.size()));
      assertThat(
              store
                  .profiles()
                  .query(ProfileSelection.of(Examples.HOST, ALL, SampleKind.CPU))
                  .stacks())
          .allSatisfy(stack -> assertThat(stack.frames()).isNotEqualTo(Windows.LOST_STACK));
    }
  }

  @Test
  void smallFilesAreJoinedAndAnswersStay() throws IOException {
    try (Store store = open(Duration.ofDays(30), Long.MAX_VALUE)) {
      for (int i = 0; i < 20; i++) {
        store.profiles().append(Windows.simple(Examples.HOST, i, clock.instant()));
        store.vitals().append(Windows.vitals(Examples.HOST, i, clock.instant(), i));
        store.maintain();
        clock.forward(Duration.ofMinutes(5));
        store.maintain();
      }
      List<Instant> before = starts(store);
      VitalSeries vitals = store.vitals().query(Examples.HOST, ALL, 500);
      clock.forward(Duration.ofDays(1));
      for (int i = 0; i < 4; i++) {
        store.maintain();
      }
      assertThat(starts(store)).isEqualTo(before).hasSize(20);
      assertThat(store.vitals().query(Examples.HOST, ALL, 500)).isEqualTo(vitals);
      // Samples (without times), windows, vitals and a dictionary of one day.
      assertThat(store.statistics().files()).isEqualTo(4);
      assertThat(files(directory)).isEqualTo(4);
      assertThat(
              store
                  .profiles()
                  .query(ProfileSelection.of(Examples.HOST, ALL, SampleKind.CPU))
                  .samples())
          .isEqualTo(220);
    }
  }

  @Test
  void tellsWhatAHostAddsPerDay() {
    try (Store store = open(Duration.ofDays(30), Long.MAX_VALUE)) {
      store.hosts().heartbeat(Examples.heartbeat(START, 1, 1), START);
      assertThat(store.hosts().find(Examples.HOST).orElseThrow().storedBytesPerDay()).isEmpty();
      hours(store, 1);
      HostRecord host = store.hosts().find(Examples.HOST).orElseThrow();
      StoreStatistics statistics = store.statistics();
      double tenSeconds = statistics.profileBytes() + statistics.vitalBytes();
      assertThat(host.storedBytesPerDay().orElseThrow())
          .isCloseTo(tenSeconds * 8640, org.assertj.core.data.Percentage.withPercentage(1));
      assertThat(host.dataFrom()).hasValue(START);

      // Once the day is packed the figure is of what is left.
      clock.forward(Duration.ofDays(2));
      for (int i = 0; i < 6; i++) {
        store.maintain();
      }
      StoreStatistics packed = store.statistics();
      double left = packed.profileBytes() + packed.vitalBytes();
      assertThat(left).isNotEqualTo(tenSeconds);
      assertThat(store.hosts().find(Examples.HOST).orElseThrow().storedBytesPerDay().orElseThrow())
          .isCloseTo(left * 8640, org.assertj.core.data.Percentage.withPercentage(1));
    }
  }
}
