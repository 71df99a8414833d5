package dev.kedge.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {

  @ParameterizedTest
  @CsvSource({
    // runs, ends and median of 1, 2, ... runs: ranks 0.05 (n + 1), 0.5 (n + 1), 0.95 (n + 1)
    "1, 1, 1, 1",
    "2, 1, 1.5, 2",
    "18, 1, 9.5, 18",
    "19, 1, 10, 19",
    "32, 1.65, 16.5, 31.35",
    "99, 5, 50, 95",
  })
  void endsHaveTheRanksOfAPredictionInterval(int runs, double low, double median, double high) {
    double[] values = DoubleStream.iterate(runs, value -> value - 1).limit(runs).toArray();

    Band band = Band.of(values);

    assertThat(band.low()).isCloseTo(low, within(1e-9));
    assertThat(band.median()).isCloseTo(median, within(1e-9));
    assertThat(band.high()).isCloseTo(high, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"20", "32", "64"})
  void aFurtherRunLiesInsideInNineOfTenCases(int runs) {
    SplittableRandom random = new SplittableRandom(7);
    int tries = 20_000;
    int inside = 0;
    for (int i = 0; i < tries; i++) {
      Band band = Band.of(random.doubles(runs).toArray());
      inside += band.contains(random.nextDouble()) ? 1 : 0;
    }

    assertThat((double) inside / tries).isCloseTo(0.9, within(0.01));
  }

  @Test
  void infiniteRunsAreValuesLikeOthers() {
    Band band = Band.of(1, 2, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    assertThat(band.low()).isEqualTo(1);
    assertThat(band.high()).isInfinite();
  }

  @Test
  void noRunsHaveNoBand() {
    assertThatThrownBy(Band::of).hasMessage("a band of no runs");
  }
}
