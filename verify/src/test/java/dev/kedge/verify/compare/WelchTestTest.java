package dev.kedge.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WelchTestTest {

  @Test
  void isNeverSurerThanAMetricWithTwoValuesAllows() {
    assertThat(WelchTest.smallest(2, 2)).isCloseTo(1.0 / 16, within(1e-12));
    assertThat(WelchTest.smallest(3, 3)).isCloseTo(1.0 / 64, within(1e-12));
    assertThat(WelchTest.greater(new double[] {9, 9, 9}, new double[] {1, 1, 1}))
        .isCloseTo(1.0 / 64, within(1e-12));
    assertThat(WelchTest.greater(new double[] {1, 1, 1}, new double[] {1, 1, 1})).isEqualTo(1);
  }

  @Test
  void isStudentsForOrdinaryNoise() {
    double[] high = {5.2, 6.1, 5.8, 6.4};
    double[] low = {5.0, 5.5, 5.1, 5.9};

    assertThat(WelchTest.greater(high, low)).isBetween(0.05, 0.15);
  }
}
