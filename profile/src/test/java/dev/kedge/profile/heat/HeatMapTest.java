package dev.kedge.profile.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kedge.model.TimeRange;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final Instant FROM = Instant.parse("2026-11-22T12:00:00.500Z");
  private static final long MICROS = FROM.getEpochSecond() * 1_000_000;

  @Test
  void aColumnIsASecondAndARowTwentyMilliseconds() {
    HeatMap.Builder builder = new HeatMap.Builder(new TimeRange(FROM, FROM.plusSeconds(2)));
    builder.sample(MICROS + 499_999);
    builder.sample(MICROS + 500_000);
    builder.sample(MICROS + 519_999);
    builder.sample(MICROS + 520_000);
    builder.sample(MICROS + 2_499_999);
    builder.sample(MICROS + 2_500_000);
    builder.untimed(7);
    HeatMap map = builder.build();
    assertThat(map.start()).isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
    assertThat(map.columns()).isEqualTo(3);
    assertThat(map.count(0, 25)).isEqualTo(2);
    assertThat(map.count(0, 26)).isEqualTo(1);
    assertThat(map.count(2, 24)).isEqualTo(1);
    assertThat(map.samples()).isEqualTo(4);
    assertThat(map.untimed()).isEqualTo(7);
  }

  @Test
  void anHourAtMost() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatMap.Builder(new TimeRange(FROM, FROM.plusSeconds(3600))))
        .withMessageContaining("3601 seconds");
  }
}
