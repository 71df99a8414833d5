package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitPausesTest {
  /** A quarter of 0.2 % of two CPUs, at 600 ns a switch, pays for 1,667 switches a second. */
  @ParameterizedTest
  @CsvSource({"100, 100", "1600, 100", "3400, 50", "16700, 10", "167000, 1"})
  void moreSwitchesLeaveMoreWindowsOut(long switchesPerSecond, int watched) {
    WaitPauses pauses = new WaitPauses();
    int count = 0;
    for (int window = 0; window < 100; window++) {
      long now = window * 10_000_000_000L;
      count += pauses.rest(10L * window * switchesPerSecond, now, 2 * 0.002) ? 0 : 1;
    }
    assertThat(count).isBetween(watched - 1, watched + 2);
  }
}
