package dev.kedge.linux.generated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedProcessTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0, false, 1000",
    "20, 0, false, 2000",
    "20, 8, false, 4000",
    "20, 80, false, 22000",
    "400, 0, false, 5000",
    "400, 800, false, 60000",
    "20, 2000000000, false, 60000",
    "1, 0, true, 1000",
    "20, 0, true, 8000",
    "400, 0, true, 20000",
    "400, 800, true, 60000",
  })
  void looksBecomeRarerAsAProcessSettles(
      long tookMillis, int looks, boolean findsPieces, long waitMillis) {
    assertThat(WatchedProcess.waitNanos(tookMillis * 1_000_000, looks, findsPieces))
        .isEqualTo(waitMillis * 1_000_000);
  }
}
