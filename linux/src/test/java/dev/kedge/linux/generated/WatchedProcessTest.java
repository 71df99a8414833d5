package dev.kedge.linux.generated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedProcessTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1000",
    "20, 0, 2000",
    "20, 8, 4000",
    "20, 80, 22000",
    "400, 0, 5000",
    "400, 800, 60000",
    "20, 2000000000, 60000",
  })
  void looksBecomeRarerAsAProcessSettles(long tookMillis, int looks, long waitMillis) {
    assertThat(WatchedProcess.waitNanos(tookMillis * 1_000_000, looks))
        .isEqualTo(waitMillis * 1_000_000);
  }
}
