package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.SampleKind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class KindPeriodsTest {
  /** Two CPUs at 19 samples a second. */
  private static final double CPU_SAMPLES = 38;

  private final KindPeriods periods = new KindPeriods();
  private List<SampledKind> kinds = SampledKind.parse("page-faults");

  /** Windows of ten seconds on a host that faults so often. */
  private void run(int windows, double eventsPerSecond) {
    for (int i = 0; i < windows; i++) {
      long period = kinds.getFirst().period();
      periods.observe(
          SampleKind.PAGE_FAULTS, Math.round(10 * eventsPerSecond / period), period, 10);
      kinds = periods.choose(kinds, CPU_SAMPLES);
    }
  }

  @Test
  void aQuietHostKeepsTheFinestPeriod() {
    run(30, 5_000);
    assertThat(kinds.getFirst().period()).isEqualTo(997);
  }

  @Test
  void manyEventsStretchThePeriodAtOnceAndFewerShortenItLater() {
    run(1, 200_000);
    assertThat(kinds.getFirst().period()).isBetween(20_000L, 22_000L);
    run(1, 1_000);
    assertThat(kinds.getFirst().period()).isBetween(10_000L, 22_000L);
    run(60, 1_000);
    assertThat(kinds.getFirst().period()).isLessThan(2_500);
  }

  @Test
  void aPeriodThatWasAskedForStays() {
    kinds = SampledKind.parse("page-faults=10");
    run(5, 1e6);
    assertThat(kinds).containsExactly(new SampledKind(SampleKind.PAGE_FAULTS, 10, true));
  }

  @Property(tries = 200)
  void aSteadyRateGivesABoundedRateOfSamples(
      @ForAll @DoubleRange(min = 0, max = 1e8) double eventsPerSecond) {
    run(40, eventsPerSecond);
    assertThat(eventsPerSecond / kinds.getFirst().period()).isLessThan(1.6 * CPU_SAMPLES / 4);
  }
}
