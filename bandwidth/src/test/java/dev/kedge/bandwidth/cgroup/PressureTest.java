package dev.kedge.bandwidth.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Expected values are those of the kernel's integer arithmetic, worked out step by step. */
class PressureTest {
  private static final long TICK = 4_000_000;
  private static final long INTERVAL = Pressure.interval(TICK);

  @Test
  void isUpdatedEveryTwoSecondsAndATick() {
    assertThat(INTERVAL).isEqualTo(2_004_000_000L);
    assertThat(Pressure.interval(1_000_000)).isEqualTo(2_001_000_000L);
  }

  @Test
  void oneFullIntervalGivesTheFirstStepOfEachAverage() {
    Pressure pressure = new Pressure(0, TICK);

    pressure.update(INTERVAL - 1, INTERVAL - 1);
    assertThat(pressure.line("some", 0))
        .isEqualTo("some avg10=0.00 avg60=0.00 avg300=0.00 total=0");
    pressure.update(INTERVAL, INTERVAL);

    // 100 * (2048 - 1677) / 2048, and so on, rounded up in units of 2^-11.
    assertThat(pressure.line("some", INTERVAL))
        .isEqualTo("some avg10=18.11 avg60=3.27 avg300=0.68 total=2004000");
  }

  @Test
  void missedIntervalsCountAsQuiet() {
    Pressure each = new Pressure(0, TICK);
    Pressure once = new Pressure(0, TICK);
    each.update(INTERVAL, INTERVAL);
    once.update(INTERVAL, INTERVAL);

    for (int i = 2; i <= 11; i++) {
      each.update(i * INTERVAL, INTERVAL);
    }
    once.update(11 * INTERVAL, INTERVAL);

    // 18.11 * exp(-2); both ways of rounding agree in the first decimal.
    assertThat(each.line("some", 0)).startsWith("some avg10=2.4");
    assertThat(once.line("some", 0)).startsWith("some avg10=2.4");
  }

  @Test
  void excessIsShownLater() {
    Pressure pressure = new Pressure(0, TICK);

    pressure.update(INTERVAL, INTERVAL * 2);
    String first = pressure.line("some", 0);
    pressure.update(INTERVAL * 2, INTERVAL * 2);

    assertThat(first).contains("avg10=18.11");
    assertThat(pressure.line("some", 0)).contains("avg10=32.9");
  }
}
