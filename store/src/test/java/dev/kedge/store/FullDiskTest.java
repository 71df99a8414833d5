package dev.kedge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.intake.Receipt;
import dev.kedge.store.telemetry.Windows;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  private static final TimeRange ALL =
      new TimeRange(Examples.NOON.minusSeconds(3600), Examples.NOON.plusSeconds(3600));

  private final SetClock clock = new SetClock(Examples.NOON);
  private final FailingFiles files = new FailingFiles();

  @TempDir private Path directory;

  private static Receipt append(Store store, long sequence) {
    return store
        .profiles()
        .append(Windows.simple(Examples.HOST, sequence, Examples.NOON.plusSeconds(10 * sequence)));
  }

  private static int windows(Store store) {
    return store.profiles().coverage(Examples.HOST, ALL, SampleKind.CPU).size();
  }

  @Test
  void aFullDiskRefusesAndLosesNothing() {
    try (Store store = Store.open(StoreConfig.in(directory), clock, files)) {
      append(store, 1);
      files.full = true;
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> append(store, 2))
            .isInstanceOf(StoreFullException.class)
            .hasMessageContaining("No space left");
      }
      files.full = false;
      assertThat(append(store, 2)).isEqualTo(Receipt.STORED);
      assertThat(append(store, 3)).isEqualTo(Receipt.STORED);
      assertThat(windows(store)).isEqualTo(3);
    }
    try (Store store = Store.open(StoreConfig.in(directory), clock)) {
      assertThat(windows(store)).isEqualTo(3);
      assertThat(store.statistics().damagedRecords()).isZero();
    }
  }

  @Test
  void aFailedFsyncRefusesAndTheRepeatIsStoredOnce() {
    try (Store store = Store.open(StoreConfig.in(directory), clock, files)) {
      append(store, 1);
      files.syncFails = true;
      assertThatThrownBy(() -> append(store, 2))
          .isInstanceOf(StoreException.class)
          .isNotInstanceOf(StoreFullException.class);
      files.syncFails = false;
      assertThat(append(store, 2)).isEqualTo(Receipt.STORED);
      assertThat(append(store, 2)).isEqualTo(Receipt.DUPLICATE);
      assertThat(windows(store)).isEqualTo(2);
      clock.forward(Duration.ofMinutes(6));
      store.maintain();
      clock.forward(Duration.ofMinutes(6));
      store.maintain();
      assertThat(windows(store)).isEqualTo(2);
    }
    try (Store store = Store.open(StoreConfig.in(directory), clock)) {
      assertThat(windows(store)).isEqualTo(2);
    }
  }

  @Test
  void aJournalThatCannotBeRolledIsBounded() {
    StoreConfig base = StoreConfig.in(directory);
    StoreConfig small =
        new StoreConfig(
            directory,
            base.retentionAge(),
            base.retentionBytes(),
            base.detailAge(),
            base.rollAfter(),
            2000,
            4000,
            1,
            base.queryMemoryBytes(),
            1,
            1);
    try (Store store = Store.open(small, clock)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  append(store, i);
                }
              })
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("journal");
      int kept = windows(store);
      store.maintain();
      assertThat(append(store, 99)).isEqualTo(Receipt.STORED);
      assertThat(windows(store)).isEqualTo(kept + 1);
    }
  }
}
