package dev.kedge.bandwidth.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PowerOfTwoHistogramTest {
  @Test
  void printsAsBpftraceDoes() {
    PowerOfTwoHistogram histogram = new PowerOfTwoHistogram();
    histogram.add(0, 3);
    histogram.add(1, 1);
    histogram.add(3, 26);
    histogram.add(9, 52);
    histogram.add(1023, 1);

    assertThat(histogram.text().lines())
        .containsExactly(
            "[0]                    3 |@@@                                                 |",
            "[1]                    1 |@                                                   |",
            "[2, 4)                26 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |",
            "[4, 8)                 0 |                                                    |",
            "[8, 16)               52 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|",
            "[16, 32)               0 |                                                    |",
            "[32, 64)               0 |                                                    |",
            "[64, 128)              0 |                                                    |",
            "[128, 256)             0 |                                                    |",
            "[256, 512)             0 |                                                    |",
            "[512, 1K)              1 |@                                                   |");
  }

  @Test
  void boundsTakeSuffixes() {
    PowerOfTwoHistogram histogram = new PowerOfTwoHistogram();
    histogram.add(4096);
    histogram.add(1 << 26);
    histogram.add(Long.MAX_VALUE);
    histogram.add(-5);

    assertThat(histogram.text())
        .startsWith("(..., 0)               1 |")
        .contains("\n[4K, 8K)               1 |")
        .contains("\n[64M, 128M)            1 |")
        .contains("\n[4194304T, 8388608T)       1 |");
    assertThat(histogram.total()).isEqualTo(4);
  }

  @Test
  void emptyIsNoText() {
    assertThat(new PowerOfTwoHistogram().text()).isEmpty();
    assertThat(new PowerOfTwoHistogram().mode()).isZero();
  }

  @Test
  void takesAFinerHistogram() {
    Histogram fine = new Histogram(3);
    fine.recordValueWithCount(67_300_000, 824);
    fine.recordValueWithCount(40_000_000, 376);

    PowerOfTwoHistogram histogram = PowerOfTwoHistogram.of(fine);

    assertThat(histogram.mode()).isEqualTo(1 << 26);
    assertThat(histogram.countAt(40_000_000)).isEqualTo(376);
  }
}
