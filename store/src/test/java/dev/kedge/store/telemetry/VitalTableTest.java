package dev.kedge.store.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.model.Reading;
import dev.kedge.model.TimeRange;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.store.Examples;
import dev.kedge.store.SetClock;
import dev.kedge.store.Store;
import dev.kedge.store.StoreConfig;
import dev.kedge.store.intake.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitalTableTest {
  private static final Instant T = Examples.NOON;

  private final SetClock clock = new SetClock(T);
  private final Store store;

  VitalTableTest(@TempDir Path directory) {
    store = Store.open(StoreConfig.in(directory), clock);
  }

  @AfterEach
  void end() {
    store.close();
  }

  private void append(long sequence, int second, double value) {
    store
        .vitals()
        .append(
            new VitalSigns(
                Examples.HOST,
                Examples.BOOT,
                sequence,
                List.of(new Reading(T.plusSeconds(second), Vital.FORKS, "", value))));
  }

  private VitalColumn column(int seconds, int points) {
    VitalSeries series =
        store.vitals().query(Examples.HOST, new TimeRange(T, T.plusSeconds(seconds)), points);
    assertThat(series.columns()).hasSize(1);
    return series.columns().getFirst();
  }

  private void roll() {
    store.maintain();
    clock.forward(Duration.ofMinutes(6));
    store.maintain();
  }

  @Test
  void stepsAreOpenAtTheirStartAndClosedAtTheirEnd() {
    append(1, 0, 99);
    append(2, 10, 1);
    append(3, 20, 2);
    append(4, 40, 4);
    append(5, 41, 99);
    for (int pass = 0; pass < 2; pass++) {
      assertThat(column(40, 4).mean()).containsExactly(1.0, 2.0, 4.0, 4.0);
      roll();
    }
  }

  @Test
  void meanAndMaximumOfEachStepAcrossJournalAndFiles() {
    for (int i = 1; i <= 20; i++) {
      append(i, i, i);
      if (i == 7) {
        roll();
      }
    }
    VitalColumn column = column(20, 4);
    assertThat(column.mean()).containsExactly(3.0, 8.0, 13.0, 18.0);
    assertThat(column.max()).containsExactly(5.0, 10.0, 15.0, 20.0);
  }

  @Test
  void gapsAreNotZero() {
    for (int i = 1; i <= 10; i++) {
      append(i, i, 1);
      append(100 + i, 30 + i, 1);
    }
    assertThat(column(40, 8).mean())
        .containsExactly(1.0, 1.0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1.0, 1.0);
  }

  @Test
  void stepsShorterThanReadingsTakeTheReadingThatSpeaksOfThem() {
    append(1, 5, 1);
    append(2, 10, 2);
    append(3, 15, 3);
    append(4, 40, 8);
    List<Double> mean = column(40, 40).mean();
    assertThat(mean.subList(0, 15))
        .containsExactly(1., 1., 1., 1., 1., 2., 2., 2., 2., 2., 3., 3., 3., 3., 3.);
    assertThat(mean.subList(15, 33)).containsOnly(Double.NaN);
    assertThat(mean.get(39)).isEqualTo(8.0);
  }

  @Test
  void valuesThatAreNoNumberSayNothing() {
    append(1, 10, Double.NaN);
    append(2, 20, Double.POSITIVE_INFINITY);
    append(3, 30, 5);
    assertThat(column(30, 3).mean()).containsExactly(Double.NaN, Double.NaN, 5.0);
  }

  @Test
  void aBatchTwiceIsADuplicateBeforeAndAfterRolling() {
    VitalSigns batch = Windows.vitals(Examples.HOST, 7, T.plusSeconds(1), 3);
    assertThat(store.vitals().append(batch)).isEqualTo(Receipt.STORED);
    assertThat(store.vitals().append(batch)).isEqualTo(Receipt.DUPLICATE);
    roll();
    assertThat(store.vitals().append(batch)).isEqualTo(Receipt.DUPLICATE);
    VitalSeries series = store.vitals().query(Examples.HOST, new TimeRange(T, T.plusSeconds(1)), 1);
    assertThat(series.columns()).hasSize(2);
    assertThat(series.columns().getLast().scope()).isEqualTo("/user.slice/'x");
  }

  @Test
  void saysWhatIsWrongWithPoints() {
    assertThatThrownBy(() -> store.vitals().query(Examples.HOST, new TimeRange(T, T), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("points 0");
    assertThat(store.vitals().query(Examples.HOST, new TimeRange(T, T), 10).times()).isEmpty();
  }
}
