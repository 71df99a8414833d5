package dev.kedge.bandwidth.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.bandwidth.Band;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimultaneousBandsTest {

  private static double[][] draw(SplittableRandom random, int values, int runs, double common) {
    double[][] drawn = new double[values][runs];
    for (int run = 0; run < runs; run++) {
      double shared = random.nextGaussian();
      for (int value = 0; value < values; value++) {
        drawn[value][run] = common * shared + (1 - common) * random.nextGaussian();
      }
    }
    return drawn;
  }

  /** The last run is the further one; the share of tries in which it lies inside. */
  private static double coverage(int values, int runs, double common) {
    SplittableRandom random = new SplittableRandom(3);
    int tries = 2_000;
    int inside = 0;
    for (int i = 0; i < tries; i++) {
      double[][] drawn = draw(random, values, runs + 1, common);
      SimultaneousBands bands = new SimultaneousBands(drawn);
      boolean all = true;
      for (int value = 0; value < values; value++) {
        all &= bands.without(runs, value).contains(drawn[value][runs]);
      }
      inside += all ? 1 : 0;
    }
    return (double) inside / tries;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64, 0",
    "4, 128, 0",
    "4, 128, 0.7",
    "4, 64, 1",
  })
  void aFurtherRunLiesInsideWithAllValues(int values, int runs, double common) {
    assertThat(coverage(values, runs, common)).isCloseTo(0.91, within(0.025));
  }

  @Test
  void tooFewRunsGiveTheLeastAndTheMost() {
    double[][] drawn = draw(new SplittableRandom(1), 6, 8, 0);

    Band band = new SimultaneousBands(drawn).of(0);

    assertThat(drawn[0]).contains(band.low(), band.high());
    assertThat(Arrays.stream(drawn[0])).allMatch(band::contains);
  }

  @Test
  void valuesThatSayTheSameNeedNoWiderBands() {
    double[][] drawn = draw(new SplittableRandom(1), 4, 99, 1);

    Band joint = new SimultaneousBands(drawn).of(2);
    Band own = Band.of(drawn[2]);

    assertThat(joint.high() - joint.low())
        .isBetween(own.high() - own.low(), 1.2 * (own.high() - own.low()));
  }
}
