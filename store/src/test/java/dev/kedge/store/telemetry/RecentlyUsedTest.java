package dev.kedge.store.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentlyUsedTest {
  private final RecentlyUsed<Integer, String> kept = new RecentlyUsed<>(10, String::length);

  @Test
  void whatWasUsedLongestAgoGoesFirst() {
    kept.keep(1, "1234");
    kept.keep(2, "1234");
    assertThat(kept.find(1)).contains("1234");
    kept.keep(3, "1234");
    assertThat(kept.find(2)).isEmpty();
    assertThat(kept.find(1)).isPresent();
    assertThat(kept.find(3)).isPresent();
  }

  @Test
  void theOnlyOneStaysHoweverLargeItIs() {
    kept.keep(1, "12345678901234");
    assertThat(kept.find(1)).isPresent();
    kept.keep(2, "12345678901234");
    assertThat(kept.find(1)).isEmpty();
    assertThat(kept.find(2)).isPresent();
  }

  @Test
  void theSizeOfWhatIsKeptAgainCountsOnce() {
    kept.keep(1, "1234");
    kept.keep(1, "1234");
    kept.keep(2, "123456");
    assertThat(kept.find(1)).isPresent();
    assertThat(kept.find(2)).isPresent();
  }
}
