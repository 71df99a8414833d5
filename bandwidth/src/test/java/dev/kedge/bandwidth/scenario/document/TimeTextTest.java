package dev.kedge.bandwidth.scenario.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1ns, 1",
    "50us, 50000",
    "50µs, 50000",
    "1.4ms, 1400000",
    "10s, 10000000000",
    "2m, 120000000000",
    "24h, 86400000000000"
  })
  void reads(String text, long ns) {
    assertThat(TimeText.parse(text)).isEqualTo(ns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "ms", "-1ms", "1 ms", "1.5ns", "25h", "1e3s", "٣s", "1.ms"})
  void refuses(String text) {
    assertThatThrownBy(() -> TimeText.parse(text)).isInstanceOf(BandwidthException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999 ns",
    "1000, 1.00 us",
    "9994, 9.99 us",
    "9996, 10.0 us",
    "1592000, 1.59 ms",
    "67300000, 67.3 ms",
    "999400, 999 us",
    "999600, 1.00 ms",
    "120000000000, 120 s"
  })
  void roundsToThreeDigits(long ns, String text) {
    assertThat(TimeText.rounded(ns)).isEqualTo(text);
  }

  @Property
  void exactIsReadBack(@ForAll @LongRange(min = 0, max = TimeText.MAX_NS) long ns) {
    assertThat(TimeText.parse(TimeText.exact(ns))).isEqualTo(ns);
  }
}
