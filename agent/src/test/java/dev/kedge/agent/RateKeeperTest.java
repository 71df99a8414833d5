package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateKeeperTest {
  private static final long SECOND = 1_000_000_000L;

  private final RateKeeper keeper = new RateKeeper(new Budget(0.002, 256L << 20), 99);
  private long now;
  private long own;
  private long sampling;
  private long busy;

  /** Time in which the agent uses so many microseconds a second of two busy CPUs. */
  private void run(int seconds, long microsPerSecond) {
    run(seconds, microsPerSecond, microsPerSecond);
  }

  /** The same, of which so many depend on the rate that was asked for. */
  private void run(int seconds, long microsPerSecond, long forSamples) {
    for (int i = 0; i < seconds; i += 10) {
      now += 10 * SECOND;
      long samples = 10_000 * forSamples * keeper.frequency() / 99;
      own += 10_000 * (microsPerSecond - forSamples) + samples;
      sampling += samples;
      busy += 20 * SECOND;
      keeper.observe(new RateKeeper.Use(now, own, sampling, busy), 100 << 20);
    }
  }

  @Test
  void startIsForgiven() {
    run(80, 500_000);
    assertThat(keeper.frequency()).isEqualTo(99);
    run(300, 1_000);
    assertThat(keeper.frequency()).isEqualTo(99);
    assertThat(keeper.limitation()).isEmpty();
  }

  @Test
  void rateIsLoweredBeforeTheBudgetIsUsedUpAndRaisedAgainLater() {
    run(90, 0);
    // 4 ms in a second is the budget of two busy CPUs.
    run(120, 3_600);
    assertThat(keeper.frequency()).isBetween(40, 80);
    assertThat(keeper.limitation()).isPresent();
    run(3_600, 500);
    assertThat(keeper.frequency()).isEqualTo(99);
    assertThat(keeper.limitation()).isEmpty();
  }

  @Test
  void whereOtherThingsUseTheBudgetSamplingKeepsHalfOfIt() {
    run(90, 0, 0);
    // 2 ms of 4 are kept for samples, which use 4.
    run(1_200, 8_000, 4_000);
    assertThat(keeper.frequency()).isBetween(40, 50);
    assertThat(keeper.limitation().orElseThrow().cause()).contains("budget 0.20 %");
  }

  @Test
  void anExceededBudgetIsToldWhereALowerRateWouldNotHelp() {
    run(90, 0, 0);
    run(300, 6_000, 500);
    assertThat(keeper.frequency()).isEqualTo(99);
    assertThat(keeper.limitation().orElseThrow().feature()).contains("budget");
    run(600, 500, 500);
    assertThat(keeper.limitation()).isEmpty();
  }

  @Test
  void theRateComesBackWithinMinutesOnceTheRestIsCheap() {
    run(90, 0, 0);
    // A JVM that still compiles: less than half of what it uses is for samples.
    run(60, 11_000, 4_000);
    assertThat(keeper.frequency()).isBetween(40, 60);
    run(300, 2_200, 800);
    assertThat(keeper.frequency()).isEqualTo(99);
    assertThat(keeper.limitation()).isEmpty();
  }

  @Test
  void aRateThatProvesTooHighIsTriedAgainMoreAndMoreSeldom() {
    run(90, 0, 0);
    int changes = 0;
    int before = keeper.frequency();
    for (int minute = 0; minute < 240; minute++) {
      // Low rates look as if samples cost nothing; high ones cost twice the budget.
      run(60, keeper.frequency() > 50 ? 8_000 : 1_000, keeper.frequency() > 50 ? 8_000 : 1);
      changes += keeper.frequency() == before ? 0 : 1;
      before = keeper.frequency();
    }
    assertThat(changes).isBetween(3, 40);
  }

  @Test
  void aHostThatStartsProgramsKeepsTheRateItsSamplesAllow() {
    run(90, 0, 0);
    run(60, 8_000, 4_000);
    int lowered = keeper.frequency();
    for (int minute = 0; minute < 60; minute++) {
      run(60, 8_000 + minute % 3 * 100, 4_000 + minute % 2 * 100);
      assertThat(keeper.frequency()).isBetween(lowered - 8, lowered + 8);
    }
  }

  @Test
  void memoryNearTheBudgetHalvesTablesAndRings() {
    keeper.observe(new RateKeeper.Use(SECOND, 0, 0, SECOND), 240 << 20);
    assertThat(keeper.memorySteps()).isEqualTo(1);
    assertThat(keeper.limitation()).isPresent();
  }

  @Test
  void deeperStacksAreCopiedWhereManyAreCut() {
    StackSizer sizer = new StackSizer(16 * 1024);
    assertThat(sizer.observe(400, 400)).isEqualTo(16 * 1024);
    assertThat(sizer.observe(1_000, 500)).isEqualTo(32 * 1024);
    assertThat(sizer.observe(2_000, 505)).isEqualTo(32 * 1024);
    assertThat(sizer.observe(3_000, 1_500)).isEqualTo(48 * 1024);
    assertThat(sizer.observe(4_000, 2_500)).isEqualTo(48 * 1024);
  }
}
