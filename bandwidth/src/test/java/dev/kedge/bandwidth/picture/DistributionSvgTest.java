package dev.kedge.bandwidth.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DistributionSvgTest {
  @Test
  void drawsEachSeriesWithItsKey() {
    Histogram slow = new Histogram(3);
    slow.recordValueWithCount(98_000_000, 10);
    slow.recordValueWithCount(50_000, 90);

    String svg =
        DistributionSvg.of(
            "wait for <rwsem>",
            List.of(
                new DistributionSvg.Series("A", slow),
                new DistributionSvg.Series("B", new Histogram(3))));

    assertThat(svg)
        .contains("wait for &lt;rwsem&gt;")
        .contains("A: 100, p50 50.0 us, p99 98.0 ms, max 98.0 ms")
        .contains("B: 0, ")
        .contains(">10us<", ">100ms<");
  }
}
