package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.perf.PerfStatistics;
import org.junit.jupiter.api.Test;

class SamplingCostTest {
  private final SamplingCost cost = new SamplingCost();

  private static PerfStatistics records(long sampleNanos, long recordNanos) {
    return new PerfStatistics(0, 0, 0, 0, 0, 0, 0, 0, sampleNanos, recordNanos);
  }

  @Test
  void samplesHaveTheirPartOfTheThread() {
    cost.windowEnded(1_000, records(300, 600));
    assertThat(cost.nanos()).isEqualTo(500);
    cost.windowEnded(3_000, records(400, 1_000));
    assertThat(cost.nanos()).isEqualTo(1_000);
  }

  @Test
  void aWindowWithoutRecordsCostsNothingForSamples() {
    cost.windowEnded(1_000, records(0, 0));
    cost.windowEnded(2_000, records(0, 0));
    assertThat(cost.nanos()).isZero();
  }

  @Test
  void aNewSamplerCountsFromNothing() {
    cost.windowEnded(1_000, records(1_000, 1_000));
    cost.windowEnded(2_000, records(10, 20));
    assertThat(cost.nanos()).isEqualTo(1_500);
  }
}
